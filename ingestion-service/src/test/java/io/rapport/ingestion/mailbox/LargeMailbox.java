package io.rapport.ingestion.mailbox;

import io.rapport.contracts.ingestion.ContactFacts;
import io.rapport.contracts.ingestion.ContactFold;
import io.rapport.contracts.ingestion.Facts;
import io.rapport.ingestion.fold.Insiders;
import io.rapport.ingestion.fold.Pseudonyms;
import io.rapport.ingestion.fold.UnitFold;
import io.rapport.ingestion.plan.Window;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Folds one mailbox's month of as many messages as it is told, page by page, in whatever heap it was given. */
final class LargeMailbox {

    private static final int PAGE = 1_000;
    private static final int CONTACTS = 20_000;

    private LargeMailbox() {}

    public static void main(String[] arguments) throws IOException {
        int messages = Integer.parseInt(arguments[0]);
        Window window = new Window(LocalDate.parse("2026-01-01"), LocalDate.parse("2026-02-01"));
        UnitFold fold = new UnitFold(
                window,
                messages,
                Set.of("owner@contoso.example"),
                new Insiders(Set.of("contoso.example"), Set.of()),
                new Pseudonyms() {
                    @Override
                    public long conversation(byte[] holding, int from, int until) {
                        return new String(holding, from, until - from, StandardCharsets.UTF_8).hashCode()
                                * 0x9E3779B97F4A7C15L;
                    }

                    @Override
                    public long meeting(String iCalUId, long start) {
                        return iCalUId.hashCode() ^ start;
                    }
                });
        Random random = new Random(1);
        for (int from = 0; from < messages; from += PAGE) {
            byte[] page = page(from, Math.min(PAGE, messages - from), window, random);
            MessagePage.read(page, page.length, fold);
        }
        long mails = 0;
        for (ContactFold contact : fold.contacts()) {
            ContactFacts facts = Facts.unpack(contact.getFacts());
            mails += sum(facts.getSentList()) + sum(facts.getReceivedList());
        }
        System.out.println(fold.messages() + " " + mails);
    }

    private static long sum(List<Integer> numbers) {
        return numbers.stream().mapToLong(Integer::longValue).sum();
    }

    /** Heavy-tailed in contacts, three mails to a conversation, half of them ours. */
    private static byte[] page(int from, int count, Window window, Random random) {
        StringBuilder json = new StringBuilder("{\"value\":[");
        for (int i = from; i < from + count; i++) {
            boolean ours = i % 2 == 0;
            String contact = "c" + (int) (CONTACTS * Math.pow(random.nextDouble(), 3)) + "@company.example";
            Instant at = window.start().plusSeconds(random.nextInt(31 * 86_400));
            json.append(i == from ? "" : ",")
                    .append("{\"id\":\"AAMkAGI2TG93AAA-very-long-immutable-identifier-of-a-message-")
                    .append(i)
                    .append("\",\"conversationId\":\"AAQkAGI2TG93AAA-long-identifier-of-a-conversation-")
                    .append(i / 3)
                    .append("\",\"receivedDateTime\":\"")
                    .append(at)
                    .append("\",\"isDraft\":false,\"from\":")
                    .append(person(ours ? "owner@contoso.example" : contact))
                    .append(",\"toRecipients\":[")
                    .append(person(ours ? contact : "owner@contoso.example"))
                    .append("],\"ccRecipients\":[]}");
        }
        return json.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String person(String address) {
        return "{\"emailAddress\":{\"name\":\"Name of " + address + "\",\"address\":\"" + address + "\"}}";
    }
}
