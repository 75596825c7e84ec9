package io.rapport.ingestion.job;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;
import org.jboss.logging.Logger;

/** The service; or, with the command {@code read-batch}, a process that reads one shard and ends. */
@QuarkusMain
public class IngestionMain implements QuarkusApplication {

    private static final Logger LOG = Logger.getLogger(IngestionMain.class);
    private static final String READ_BATCH = "read-batch";
    private static final int USAGE = 64;

    private final ShardReader reader;

    IngestionMain(ShardReader reader) {
        this.reader = reader;
    }

    public static void main(String... args) {
        if (args.length == 0) {
            Quarkus.run();
            return;
        }
        if (List.of(args).contains(READ_BATCH)) {
            // Decides what of the service runs beside it, and must be known before anything starts.
            System.setProperty("quarkus.profile", "prod," + READ_BATCH);
        }
        Quarkus.run(IngestionMain.class, args);
    }

    @Override
    public int run(String... args) {
        if (args.length > 1 || !args[0].equals(READ_BATCH)) {
            LOG.errorf("The only command is %s; without one the service runs.", READ_BATCH);
            return USAGE;
        }
        return reader.read().code();
    }
}
