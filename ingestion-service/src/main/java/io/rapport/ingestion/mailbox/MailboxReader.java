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
import io.rapport.ingestion.fold.MessageHeader;
import io.rapport.ingestion.plan.TimeSlice;
import io.rapport.ingestion.plan.Window;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Reads the message headers of a mailbox and window. The window is cut into slices that fit one page, since Graph's
 * paging with {@code $skip} has lost mail; where a slice does not fit, it is halved and asked again. In the end the
 * distinct messages must be as many as Graph counts.
 */
@Singleton
public class MailboxReader {

    private static final int PAGE = 1000;
    private static final int RECONCILIATIONS = 3;
    private static final String IMMUTABLE_IDS = "IdType=\"ImmutableId\"";

    private final GraphReader graph;

    MailboxReader(GraphReader graph) {
        this.graph = graph;
    }

    /**
     * Hands every header to the sink, some perhaps twice.
     *
     * @param distinct how many distinct messages the sink has taken
     * @return what Graph counts in the window: {@code distinct} and what it could not hand over
     * @throws Halt if it cannot be read whole
     */
    public Units.Read read(
            GraphServiceClient client,
            UserId user,
            Window window,
            Permit permit,
            Consumer<MessageHeader> sink,
            LongSupplier distinct) {
        long expected = count(client, user, Optional.of(window.whole()), permit);
        for (int attempt = 0; attempt < RECONCILIATIONS; attempt++) {
            long unreadable = 0;
            if (expected > 0) {
                for (TimeSlice slice : window.whole().slicedFor(expected)) {
                    unreadable += slice(client, user, slice, permit, sink);
                }
            }
            if (distinct.getAsLong() + unreadable == expected) {
                return new Units.Read(expected, unreadable);
            }
            expected = count(client, user, Optional.of(window.whole()), permit);
            if (distinct.getAsLong() + unreadable == expected) {
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
        return graph.read(client, request, permit, GraphCount::read);
    }

    /**
     * Asks for one slice; what does not fit a page, or holds an item that Graph fails on, is halved.
     *
     * @return messages that cannot be had, in seconds that hold such an item
     */
    private long slice(
            GraphServiceClient client, UserId user, TimeSlice slice, Permit permit, Consumer<MessageHeader> sink) {
        RequestInformation request = client.users()
                .byUserId(user.toString())
                .messages()
                .toGetRequestInformation(configuration -> {
                    var query = Objects.requireNonNull(configuration.queryParameters);
                    query.filter = filter(slice);
                    query.select = ClosedFieldList.ofMessages();
                    query.top = PAGE;
                    configuration.headers.add("Prefer", IMMUTABLE_IDS);
                });
        try {
            Optional<String> next = graph.read(client, request, permit, in -> MessagePage.read(in, sink));
            if (next.isEmpty() || !slice.divisible()) {
                follow(client, user, next, permit, sink);
                return 0;
            }
        } catch (Halt.Poisoned poisoned) {
            if (!slice.divisible()) {
                return count(client, user, Optional.of(slice), permit);
            }
        }
        long unreadable = 0;
        for (TimeSlice half : slice.halves()) {
            unreadable += slice(client, user, half, permit, sink);
        }
        return unreadable;
    }

    /** More than a page within one second: nothing left to halve, so the links are followed, each used whole. */
    private void follow(
            GraphServiceClient client,
            UserId user,
            Optional<String> link,
            Permit permit,
            Consumer<MessageHeader> sink) {
        Optional<String> next = link;
        Set<String> followed = new HashSet<>();
        while (next.isPresent()) {
            if (!followed.add(next.get())) {
                throw new Halt.OutOfPatience("repeated-link");
            }
            RequestInformation request = client.users()
                    .byUserId(user.toString())
                    .messages()
                    .withUrl(next.get())
                    .toGetRequestInformation(configuration -> configuration.headers.add("Prefer", IMMUTABLE_IDS));
            next = graph.read(client, request, permit, in -> MessagePage.read(in, sink));
        }
    }

    private static String filter(TimeSlice slice) {
        return "receivedDateTime ge " + slice.fromText() + " and receivedDateTime lt " + slice.untilText();
    }
}
