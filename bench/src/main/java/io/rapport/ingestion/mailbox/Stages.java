package io.rapport.ingestion.mailbox;

import io.rapport.contracts.ingestion.ContactFacts;
import io.rapport.contracts.ingestion.ContactFold;
import io.rapport.contracts.ingestion.Facts;
import io.rapport.contracts.ingestion.Reply;
import io.rapport.ingestion.fold.Insiders;
import io.rapport.ingestion.fold.Pseudonyms;
import io.rapport.ingestion.fold.UnitFold;
import io.rapport.ingestion.plan.Window;
import io.rapport.kit.keys.EpochCipher;
import io.rapport.kit.keys.NumberPseudonyms;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/** Single stages of reading mail, each on one thread, on pages as they come over the wire. */
public final class Stages {

    /** Messages of {@link #pages}. */
    public static final int UNIT_MESSAGES = UnitPages.MESSAGES;

    public static final Window WINDOW = UnitPages.MONTH;
    public static final String OWNER = UnitPages.OWNER;
    public static final String OWNER_NAME = UnitPages.OWNER_NAME;
    /** Seconds after which an answer is none. */
    public static final long HORIZON = 14 * 86_400L;

    /** How many {@link #sums} there are. */
    public static final int SUMS = 14;

    private static final byte[] BUFFER = new byte[8 << 20];
    private static final NumberPseudonyms CONVERSATIONS = new EpochCipher(new byte[32]).numbers("conversation");

    private Stages() {}

    /** One unit: decompressed, parsed and folded. @return something that depends on all of it */
    public static int inflateAndFold(List<byte[]> zipped, Window window, String owner) throws IOException {
        UnitFold fold = newFold(window, owner);
        for (byte[] page : zipped) {
            MessagePage.read(BUFFER, inflate(page, BUFFER), fold);
        }
        return fold.contacts().size();
    }

    /** One unit's pages as {@link UnitPages} makes them. */
    public static List<byte[]> pages(long seed) {
        return UnitPages.made(seed).pages();
    }

    /** One unit of {@link #pages}. @return something that depends on all of it */
    public static int fold(List<byte[]> pages) throws IOException {
        return contacts(pages).size();
    }

    private static List<ContactFold> contacts(List<byte[]> pages) throws IOException {
        UnitFold fold = newFold(WINDOW, OWNER);
        for (byte[] page : pages) {
            MessagePage.read(page, page.length, fold);
        }
        return fold.contacts();
    }

    /**
     * One unit of {@link #pages}, added up: contacts, days, mail sent and received, weights, asks, seconds from first to
     * last, replies by us and by them, seconds until ours, asks waiting for us and for them, answers by us and by them.
     */
    public static long[] sums(List<byte[]> pages) throws IOException {
        long[] sums = new long[SUMS];
        for (ContactFold contact : contacts(pages)) {
            ContactFacts facts = Facts.unpack(contact.getFacts());
            long[] more = {
                1,
                facts.getDayCount(),
                sum(facts.getSentList()),
                sum(facts.getReceivedList()),
                sum(facts.getSentWeightList()) + sum(facts.getReceivedWeightList()),
                sum(facts.getAsksByUsList()) + sum(facts.getAsksByThemList()),
                facts.getLastAt() - facts.getFirstAt(),
                facts.getRepliesByUsCount(),
                facts.getRepliesByThemCount(),
                facts.getRepliesByUsList().stream()
                        .mapToLong(Reply::getAfterSeconds)
                        .sum(),
                facts.getWaitingForUsCount(),
                facts.getWaitingForThemCount(),
                facts.getAnswersByUsCount(),
                facts.getAnswersByThemCount()
            };
            Arrays.setAll(sums, i -> sums[i] + more[i]);
        }
        return sums;
    }

    private static long sum(List<? extends Number> numbers) {
        return numbers.stream().mapToLong(Number::longValue).sum();
    }

    private static UnitFold newFold(Window window, String owner) {
        return newFold(new UnitPages(
                window, Set.of(owner), new Insiders(Set.of("contoso.example"), Set.of()), UNIT_MESSAGES, List.of()));
    }

    static UnitFold newFold(UnitPages unit) {
        return new UnitFold(unit.window(), unit.messages(), unit.owner(), unit.insiders(), new Pseudonyms() {
            @Override
            public long conversation(byte[] holding, int from, int until) {
                return CONVERSATIONS.of(holding, from, until);
            }

            @Override
            public long meeting(String iCalUId, long start) {
                return start;
            }
        });
    }

    /** As the worker does, into a buffer that is used again. @return how many bytes */
    static int inflate(byte[] page, byte[] buffer) throws IOException {
        int length = 0;
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(page), 1 << 16)) {
            for (int more = in.read(buffer, 0, buffer.length);
                    more > 0;
                    more = in.read(buffer, length, buffer.length - length)) {
                length += more;
            }
        }
        return length;
    }
}
