package io.rapport.ingestion.mailbox;

import io.rapport.contracts.ingestion.ContactFacts;
import io.rapport.contracts.ingestion.ContactFold;
import io.rapport.contracts.ingestion.Facts;
import io.rapport.contracts.ingestion.Reply;
import io.rapport.ingestion.fetch.Gunzip;
import io.rapport.ingestion.fold.Insiders;
import io.rapport.ingestion.fold.Pseudonyms;
import io.rapport.ingestion.fold.UnitFold;
import io.rapport.ingestion.plan.Window;
import io.rapport.kit.keys.EpochCipher;
import io.rapport.kit.keys.NumberPseudonyms;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

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

    private static final NumberPseudonyms CONVERSATIONS = new EpochCipher(new byte[32]).numbers("conversation");

    private Stages() {}

    /** One unit: decompressed, parsed and folded. @return something that depends on all of it */
    public static int inflateAndFold(List<byte[]> zipped, Gunzip gunzip, Window window, String owner)
            throws IOException {
        UnitFold fold = newFold(window, owner);
        for (byte[] page : zipped) {
            int length = gunzip.page(page);
            MessagePage.read(gunzip.bytes(), length, fold);
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
}
