package io.rapport.ingestion.directory;

import io.rapport.contracts.ids.UserId;
import io.rapport.ingestion.fold.Insiders;
import java.util.Map;

/** A tenant's people by user id, and who counts as inside. In memory only. */
public record TenantDirectory(Insiders insiders, Map<UserId, Person> people) {

    @Override
    public String toString() {
        return "TenantDirectory[" + people.size() + " people]";
    }
}
