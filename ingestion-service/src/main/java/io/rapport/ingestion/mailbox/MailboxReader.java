package io.rapport.ingestion.mailbox;

import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.kiota.RequestInformation;
import io.rapport.contracts.ids.UserId;
import io.rapport.graph.GraphCount;
import io.rapport.ingestion.batch.Units;
import io.rapport.ingestion.fetch.ClosedFieldList;
import io.rapport.ingestion.fetch.GraphReader;
import io.rapport.ingestion.fetch.Halt;
import io.rapport.ingestion.fetch.Permit;
import io.rapport.ingestion.fold.UnitFold;
import io.rapport.ingestion.plan.TimeSlice;
import io.rapport.ingestion.plan.Window;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Reads the message headers of a mailbox and window. The window is cut into slices that fit one page, since Graph's
 * paging with {@code $skip} has lost mail; where a slice does not fit, it is halved and asked again. Several slices are
 * on their way at a time, folded one after the other. In the end the distinct messages must be as many as Graph counts.
 */
@Singleton
public class MailboxReader {

    /** Messages per page: what Graph allows, and less the more often it has failed on a page. */
    private static final int[] PAGES = {1000, 1000, 500, 500, 100, 100, 10};

    private static final int RECONCILIATIONS = 3;
    private static final String IMMUTABLE_IDS = "IdType=\"ImmutableId\"";

    private final GraphReader graph;

    MailboxReader(GraphReader graph) {
        this.graph = graph;
    }

    /**
     * Hands every header to the fold, some perhaps twice.
     *
     * @param counted what Graph counted in the window a while ago, if it was asked
     * @return what Graph counts in the window now: as many as the fold has taken, and what it could not hand over
     * @throws Halt if it cannot be read whole
     */
    public Units.Read read(
            GraphServiceClient client, UserId user, Window window, OptionalLong counted, Permit permit, UnitFold fold) {
        Reading reading = new Reading(client, user, permit, fold);
        long expected = counted.orElseGet(() -> count(client, user, window, permit));
        for (int attempt = 0, finer = 1; attempt < RECONCILIATIONS; attempt++, finer *= 4) {
            // If mail is missing though every page was whole, Graph may have cut a page short: smaller slices find it.
            long unreadable = expected == 0 ? 0 : reading.slices(window.whole().slicedFor(expected * finer));
            if (fold.messages() + unreadable == expected) {
                return new Units.Read(expected, unreadable);
            }
            expected = count(client, user, window, permit);
            if (fold.messages() + unreadable == expected) {
                return new Units.Read(expected, unreadable);
            }
        }
        throw new Halt.OutOfPatience("count-mismatch");
    }

    /** What Graph counts in a window now. */
    public long count(GraphServiceClient client, UserId user, Window window, Permit permit) {
        return count(client, user, Optional.of(window.whole()), permit);
    }

    /** All messages of the mailbox, whatever their dates. */
    public long total(GraphServiceClient client, UserId user, Permit permit) {
        return count(client, user, Optional.empty(), permit);
    }

    private long count(GraphServiceClient client, UserId user, Optional<TimeSlice> slice, Permit permit) {
        RequestInformation request = client.users()
                .byUserId(user.toString())
                .messages()
                .count()
                .toGetRequestInformation(configuration -> slice.ifPresent(
                        span -> Objects.requireNonNull(configuration.queryParameters).filter = filter(span)));
        return graph.read(
                client,
                request,
                permit,
                (bytes, length) -> GraphCount.read(new ByteArrayInputStream(bytes, 0, length)));
    }

    private static String filter(TimeSlice slice) {
        return "receivedDateTime ge " + slice.fromText() + " and receivedDateTime lt " + slice.untilText();
    }

    /** One window of one mailbox being read into one fold. */
    private final class Reading {

        private final GraphServiceClient client;
        private final UserId user;
        private final Permit permit;
        private final UnitFold fold;
        private final Lock folding = new ReentrantLock();

        Reading(GraphServiceClient client, UserId user, Permit permit, UnitFold fold) {
            this.client = client;
            this.user = user;
            this.permit = permit;
            this.fold = fold;
        }

        /** @return messages that cannot be had, in seconds that hold an item that Graph fails on */
        long slices(List<TimeSlice> slices) {
            return Together.sum(slices, permit, this::slice);
        }

        /** Asks for one slice; what does not fit a page, or holds an item that Graph fails on, is halved. */
        private long slice(TimeSlice slice, Permit together) {
            try {
                Optional<String> next = graph.read(client, refusals -> page(slice, refusals), together, this::fold);
                if (next.isEmpty()) {
                    return 0;
                }
                if (!slice.divisible()) {
                    follow(next, together);
                    return 0;
                }
            } catch (Halt.Poisoned poisoned) {
                if (!slice.divisible()) {
                    return count(client, user, Optional.of(slice), together);
                }
            }
            long unreadable = 0;
            for (TimeSlice half : slice.halves()) {
                unreadable += slice(half, together);
            }
            return unreadable;
        }

        private RequestInformation page(TimeSlice slice, int refusals) {
            return client.users().byUserId(user.toString()).messages().toGetRequestInformation(configuration -> {
                var query = Objects.requireNonNull(configuration.queryParameters);
                query.filter = filter(slice);
                query.select = ClosedFieldList.ofMessages();
                query.top = PAGES[Math.min(refusals, PAGES.length - 1)];
                configuration.headers.add("Prefer", IMMUTABLE_IDS);
            });
        }

        /** More than a page within one second: nothing left to halve, so the links are followed, each used whole. */
        private void follow(Optional<String> link, Permit together) {
            Optional<String> next = link;
            Set<String> followed = new HashSet<>();
            while (next.isPresent()) {
                String url = next.get();
                if (!followed.add(url)) {
                    throw new Halt.OutOfPatience("repeated-link");
                }
                if (!url.contains("/users/" + user + "/")) {
                    throw new Halt.OutOfPatience("malformed-link");
                }
                RequestInformation request = client.users()
                        .byUserId(user.toString())
                        .messages()
                        .withUrl(url)
                        .toGetRequestInformation(configuration -> configuration.headers.add("Prefer", IMMUTABLE_IDS));
                next = graph.read(client, request, together, this::fold);
            }
        }

        private Optional<String> fold(byte[] page, int length) throws IOException {
            folding.lock();
            try {
                return MessagePage.read(page, length, fold);
            } finally {
                folding.unlock();
            }
        }
    }
}
