package io.rapport.insights.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.rapport.contracts.consent.ConsentState;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ids.TenantId;
import io.rapport.insights.epoch.Epochs;
import io.rapport.kit.keys.EpochCipher;
import io.rapport.stack.PlatformResource;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who has met whom is written by numbers: everybody must have one, and it must be the one in the vault. */
@QuarkusTest
@QuarkusTestResource(
        value = PlatformResource.class,
        initArgs = {
            @ResourceArg(name = "service", value = "insights-service"),
            @ResourceArg(name = "with", value = "consent-service")
        })
@SuppressWarnings("NullAway.Init") // filled by Quarkus
class ContactsIT {

    private static final TenantId TENANT = new TenantId(UUID.randomUUID());
    private static final Te TE = new Te(0x1d10);
    private static final Vault VAULT = new Vault(TE, new EpochCipher(new byte[32]));

    @Inject
    Pool pool;

    @Inject
    Contacts contacts;

    @Inject
    Blocks blocks;

    @Inject
    Epochs epochs;

    @BeforeEach
    void anOpenEpoch() {
        epochs.open(new ConsentState(TENANT, 1, TE, ConsentState.Phase.ACTIVE, Instant.EPOCH, Instant.EPOCH, 1, null))
                .await()
                .indefinitely();
    }

    @Test
    void everybodyHasTheNumberOfTheVaultWhereTheyStandInTheList() {
        int[] first = enter("anna@fabrikam.example", "bert@fabrikam.example", " Anna@Fabrikam.example");
        int[] again = enter("bert@fabrikam.example", "carl@fabrikam.example", "anna@fabrikam.example");

        assertThat(first)
                .containsExactly(
                        stored("anna@fabrikam.example"),
                        stored("bert@fabrikam.example"),
                        stored("anna@fabrikam.example"));
        assertThat(again)
                .containsExactly(
                        stored("bert@fabrikam.example"),
                        stored("carl@fabrikam.example"),
                        stored("anna@fabrikam.example"));
    }

    @Test
    void whoWasEnteredInATransactionThatFailedIsNotRemembered() {
        assertThatThrownBy(() -> entering(
                        numbers -> Uni.createFrom().<int[]>failure(new IllegalStateException("on purpose")),
                        "dora@fabrikam.example"))
                .hasMessage("on purpose");

        assertThat(enter("dora@fabrikam.example")).containsExactly(stored("dora@fabrikam.example"));
    }

    @Test
    void whoIsBlockedHasNoNumberAmongThoseWhoHave() {
        int known = enter("emil@fabrikam.example")[0];
        pool.withTransaction(connection -> blocks.add(connection, TENANT, "frida@fabrikam.example", Instant.EPOCH))
                .await()
                .indefinitely();

        assertThat(enter("FRIDA@fabrikam.example", "emil@fabrikam.example")).containsExactly(Contacts.BLOCKED, known);
    }

    private int[] enter(String... addresses) {
        return entering(numbers -> Uni.createFrom().item(numbers), addresses);
    }

    private int[] entering(Function<int[], Uni<? extends int[]>> then, String... addresses) {
        List<Identity> people =
                Stream.of(addresses).map(address -> new Identity(address, "")).toList();
        return pool.withTransaction(connection -> epochs.pass(connection, TENANT, 1)
                        .flatMap(passed -> contacts.enter(connection, TENANT, VAULT, people))
                        .flatMap(then))
                .await()
                .indefinitely();
    }

    private int stored(String address) {
        return pool.preparedQuery("SELECT contact_id FROM contact WHERE te = $1 AND blind = $2")
                .execute(Tuple.of(TE.value(), Buffer.buffer(VAULT.blind(address))))
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getInteger("contact_id");
    }
}
