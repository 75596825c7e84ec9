package io.rapport.contracts.purge;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.rapport.contracts.ids.Te;
import java.util.List;

/**
 * The answer to {@code GET /internal/remains/{te}}: what an owner still holds of an epoch, counted afresh from its
 * stores' own catalogues, not from what a purge recorded.
 *
 * @param assets every registered asset, those at zero too
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Remains(Te te, Owner owner, List<AssetCount> assets) {

    /** True when every asset counts zero. */
    public boolean nothing() {
        return assets.stream().allMatch(asset -> asset.count() == 0);
    }
}
