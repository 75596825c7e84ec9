package io.rapport.ingestion.calendar;

import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.kiota.RequestInformation;
import io.rapport.contracts.ids.UserId;
import io.rapport.ingestion.fetch.ClosedFieldList;
import io.rapport.ingestion.fetch.GraphReader;
import io.rapport.ingestion.fetch.Halt;
import io.rapport.ingestion.fetch.Permit;
import io.rapport.ingestion.fold.MeetingHeader;
import io.rapport.ingestion.plan.Window;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Reads what overlaps a window in a user's default calendar, recurrences expanded by Graph, times in UTC. */
@Singleton
public class CalendarReader {

    private static final int PAGE = 500;
    private static final String PREFER = "outlook.timezone=\"UTC\"";

    private final GraphReader graph;

    CalendarReader(GraphReader graph) {
        this.graph = graph;
    }

    /** Hands every entry to the sink; entries that merely overlap the window too. */
    public void read(
            GraphServiceClient client, UserId user, Window window, Permit permit, Consumer<MeetingHeader> sink) {
        RequestInformation first = client.users()
                .byUserId(user.toString())
                .calendarView()
                .toGetRequestInformation(configuration -> {
                    var query = Objects.requireNonNull(configuration.queryParameters);
                    query.startDateTime = window.start().toString();
                    query.endDateTime = window.end().toString();
                    query.select = ClosedFieldList.ofEvents();
                    query.top = PAGE;
                    configuration.headers.add("Prefer", PREFER);
                });
        Optional<String> next =
                graph.read(client, first, permit, (bytes, length) -> EventPage.read(bytes, length, sink));
        Set<String> followed = new HashSet<>();
        while (next.isPresent()) {
            if (!followed.add(next.get())) {
                throw new Halt.OutOfPatience("repeated-link");
            }
            RequestInformation more = client.users()
                    .byUserId(user.toString())
                    .calendarView()
                    .withUrl(next.get())
                    .toGetRequestInformation(configuration -> configuration.headers.add("Prefer", PREFER));
            next = graph.read(client, more, permit, (bytes, length) -> EventPage.read(bytes, length, sink));
        }
    }
}
