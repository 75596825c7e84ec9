package io.rapport.purge.deletion;

import io.rapport.contracts.purge.AssetCount;
import io.rapport.purge.proof.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Words what is certified of a case. */
record Statements(DeletionCase of, List<CaseView.Event> history, Instant now, String software) {

    private static final String TOPIC = "kafka.rapport.interactions";

    Statement application(List<AssetCount> found, Map<String, AssetCount> removed) {
        List<Statement.Asset> assets = new ArrayList<>();
        for (AssetCount asset : found) {
            AssetCount before = removed.get(asset.asset());
            assets.add(new Statement.Asset(
                    asset.asset(), asset.method(), before == null ? 0 : before.count(), asset.count(), asset.note()));
        }
        assets.add(
                of.kind.epochGoesOn()
                        ? topicIsEmpty()
                        : new Statement.Asset(
                                TOPIC,
                                "crypto-erase",
                                0,
                                0,
                                "records are sealed with the destroyed key; that they are gone stands in the next stage"));
        return statement(Statement.Stage.APP, of.appDeadline, of.appBreachedAt, assets);
    }

    Statement backup() {
        return statement(
                Statement.Stage.BACKUP,
                of.backupDeadline,
                of.backupBreachedAt,
                List.of(
                        new Statement.Asset("backups", "expire", of.copies, 0, "the stores were listed afresh"),
                        topicIsEmpty()));
    }

    private Statement.Asset topicIsEmpty() {
        return new Statement.Asset(
                TOPIC, "expire", 0, 0, "the broker's log begins after every record from before the deletion");
    }

    private Statement statement(
            Statement.Stage stage, Instant deadline, @Nullable Instant breachedAt, List<Statement.Asset> assets) {
        return new Statement(
                of.id,
                of.kind,
                of.cause,
                of.mailboxes,
                of.te(),
                of.tenantId(),
                of.epoch,
                stage,
                of.decidedAt,
                deadline,
                now,
                breachedAt,
                history.stream()
                        .filter(event -> isStage(event.event()))
                        .map(event -> new Statement.Moment(event.event(), event.at(), event.digest()))
                        .toList(),
                assets,
                of.kind.epochGoesOn() ? "KEPT: the epoch goes on" : "KEY_DESTROYED",
                software,
                null);
    }

    /** How far it was, and whether it was held; waits and retries only repeat themselves. */
    private static boolean isStage(String event) {
        for (CaseState state : CaseState.values()) {
            if (state.name().equals(event)) {
                return true;
            }
        }
        return event.equals("OPENED") || event.equals("HELD") || event.equals("RELEASED");
    }
}
