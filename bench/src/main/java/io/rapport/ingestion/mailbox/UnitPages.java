package io.rapport.ingestion.mailbox;

import io.rapport.ingestion.fold.Insiders;
import io.rapport.ingestion.plan.Window;
import io.rapport.simulator.mail.EmailAddress;
import io.rapport.simulator.mail.SimulatedMessage;
import io.rapport.simulator.source.BulkTenant;
import io.rapport.simulator.source.DataFile;
import io.rapport.simulator.tenant.SimulatedTenant;
import io.rapport.simulator.tenant.SimulatedUser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One mailbox's mail of one month as the pages that Graph would answer with: seven fields and an etag, ids in Exchange's
 * form, which vary where Exchange's do.
 *
 * @param owner all addresses of the mailbox's owner
 */
record UnitPages(Window window, Set<String> owner, Insiders insiders, int messages, List<byte[]> pages) {

    static final Window MONTH = new Window(LocalDate.parse("2026-01-01"), LocalDate.parse("2026-02-01"));
    static final String OWNER = "owner@contoso.example";
    static final String OWNER_NAME = "Me Myself";
    /** Of one unit that is {@link #made}. */
    static final int MESSAGES = 2_000;

    private static final EmailAddress ME = new EmailAddress(OWNER_NAME, OWNER);
    /** Whose correspondents they are. */
    private static final int KIND = 7;

    private static final int PAGE = 1_000;
    private static final Pattern NEEDS_ESCAPE = Pattern.compile("[\"\\\\\\p{Cntrl}]");
    /** Months of a mailbox taken from a file: those with the most mail. */
    private static final int LARGEST = 40;

    /** How the ids of a mailbox begin, and those of the messages of a folder go on. */
    private static final String MAILBOX = "AAMkAGI2NGVhZTVlLTI1OGMtNDI4My1iZmE5LTA5OGJiZGEzMTc0YQ";

    private static final String FOLDER =
            "BGAAAAAADUuTJK1K9gTpCdqXop_4NaBwCd9nJ-tVysQos2hTfspaWRAAAAAAEMAACd9nJ-tVysQos2hTfspaWR";

    /** @param conversation equal numbers make one */
    private record Header(
            long conversation,
            Instant received,
            @Nullable EmailAddress from,
            List<EmailAddress> to,
            List<EmailAddress> cc) {}

    /** 470 correspondents, well known ones more often; another mailbox for each seed. */
    static UnitPages made(long seed) {
        Random random = new Random(seed);
        List<Header> headers = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            boolean ours = random.nextInt(3) == 0;
            long number = 1_000_003 * seed + BulkTenant.conversation(i);
            Random people = scattered(number);
            EmailAddress contact = BulkTenant.contact(KIND, people);
            List<EmailAddress> copies = new ArrayList<>(List.of(BulkTenant.contact(KIND, people)));
            if (people.nextInt(3) == 0) {
                copies.add(BulkTenant.contact(KIND, people));
            }
            headers.add(new Header(
                    number,
                    MONTH.start().plusSeconds(31 * 86_400 * (long) i / MESSAGES),
                    ours ? ME : contact,
                    List.of(ours ? contact : ME),
                    copies));
        }
        return new UnitPages(
                MONTH,
                Set.of(OWNER),
                new Insiders(Set.of("contoso.example"), Set.of()),
                MESSAGES,
                pages(headers, random));
    }

    /** The largest months of real mailboxes. @param file as for the simulator */
    static List<UnitPages> ofFile(Path file, List<String> internalDomains) throws IOException {
        SimulatedTenant tenant = DataFile.load(new UUID(0, 1), file, internalDomains);
        Insiders insiders = new Insiders(
                Set.copyOf(internalDomains),
                tenant.users().stream().flatMap(UnitPages::addresses).collect(Collectors.toSet()));
        return tenant.users().stream()
                .flatMap(user -> months(tenant, user))
                .sorted(Comparator.comparingInt(
                                (Month month) -> month.messages().size())
                        .reversed())
                .limit(LARGEST)
                .map(month -> month.unit(insiders))
                .toList();
    }

    /** What a real mailbox holds of a calendar month, UTC. */
    private record Month(SimulatedUser user, YearMonth month, List<SimulatedMessage> messages) {

        UnitPages unit(Insiders insiders) {
            return new UnitPages(
                    new Window(month.atDay(1), month.plusMonths(1).atDay(1)),
                    addresses(user).collect(Collectors.toSet()),
                    insiders,
                    messages.size(),
                    pages(messages.stream().map(UnitPages::header).toList(), new Random(month.getMonthValue())));
        }
    }

    private static Stream<Month> months(SimulatedTenant tenant, SimulatedUser user) {
        Map<YearMonth, List<SimulatedMessage>> months = tenant.mailbox(user.id()).orElseThrow().messages().stream()
                .collect(Collectors.groupingBy(
                        message -> YearMonth.from(message.receivedAt().atOffset(ZoneOffset.UTC))));
        return months.entrySet().stream().map(month -> new Month(user, month.getKey(), month.getValue()));
    }

    private static Header header(SimulatedMessage message) {
        return new Header(
                message.conversationId().hashCode(), message.receivedAt(), message.from(), message.to(), message.cc());
    }

    private static Stream<String> addresses(SimulatedUser user) {
        return Stream.concat(Stream.of(user.userPrincipalName()), user.aliases().stream())
                .map(address -> address.toLowerCase(Locale.ROOT));
    }

    private static List<byte[]> pages(List<Header> headers, Random ids) {
        List<byte[]> pages = new ArrayList<>();
        for (int from = 0; from < headers.size(); from += PAGE) {
            pages.add(page(headers.subList(from, Math.min(from + PAGE, headers.size())), ids));
        }
        return pages;
    }

    private static byte[] page(List<Header> headers, Random ids) {
        return headers.stream()
                .map(header -> message(header, ids))
                .collect(Collectors.joining(
                        ",", "{\"@odata.context\":\"https://graph.example/v1.0/$metadata\",\"value\":[", "]}"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String message(Header header, Random ids) {
        EmailAddress from = header.from();
        return "{\"@odata.etag\":\"W/\\\"CQAAABYAAADB5mhcp2bZQ5oK7Vh3k8h4AAAD" + base64(ids, 4)
                + "\\\"\",\"id\":\"" + MAILBOX + FOLDER + base64(ids, 9)
                + "\",\"receivedDateTime\":\"" + header.received()
                + "\",\"conversationId\":\"" + MAILBOX + base64(scattered(header.conversation()), 16)
                + "\",\"isDraft\":false"
                + (from == null ? "" : ",\"from\":" + person(from))
                + ",\"toRecipients\":" + people(header.to())
                + ",\"ccRecipients\":" + people(header.cc()) + "}";
    }

    private static String people(List<EmailAddress> people) {
        return people.stream().map(UnitPages::person).collect(Collectors.joining(",", "[", "]"));
    }

    private static String person(EmailAddress who) {
        return "{\"emailAddress\":{\"name\":\"" + plain(who.name()) + "\",\"address\":\"" + plain(who.address())
                + "\"}}";
    }

    /** Without what needs an escape: a page is changed where it has any, and these are read again and again. */
    private static String plain(@Nullable String text) {
        return text == null ? "" : NEEDS_ESCAPE.matcher(text).replaceAll(" ");
    }

    private static String base64(Random random, int bytes) {
        byte[] value = new byte[bytes];
        random.nextBytes(value);
        return Base64.getUrlEncoder().encodeToString(value);
    }

    private static Random scattered(long seed) {
        return new Random(seed * 0x9E3779B97F4A7C15L);
    }

    @Override
    public String toString() {
        return "UnitPages[" + messages + " messages]";
    }
}
