package io.rapport.consent.preview;

import java.time.Duration;
import java.util.List;

/**
 * What reading twelve months would take, from counts that Microsoft Graph gives for mailboxes.
 *
 * @param mailboxes to be read
 * @param sampled how many of them were counted; all if there are few
 * @param emails within the twelve months
 * @param emailsLow lower end of the 95 % confidence interval; equal to {@code emails} if all were counted
 * @param emailsHigh its upper end. Mailboxes differ widely, so with a small sample the interval is wide
 * @param emailsPerBatch mean of the twelve
 * @param requests to Microsoft Graph
 * @param bytes of JSON, before compression
 * @param bytesCompressed on the wire
 * @param duration expected for all twelve batches
 * @param assumptions what the figures rest on
 */
public record MailEstimate(
        int mailboxes,
        int sampled,
        long emails,
        long emailsLow,
        long emailsHigh,
        long emailsPerBatch,
        long requests,
        long bytes,
        long bytesCompressed,
        Duration duration,
        List<String> assumptions) {

    static final int BATCHES = 12;
    private static final int EMAILS_PER_REQUEST = 900;
    private static final int BYTES = 1_100;
    private static final int BYTES_COMPRESSED = 200;
    /** How many mailboxes one process reads at once, ingestion-service's default. */
    private static final int AT_ONCE = 8;

    static final MailEstimate NOTHING = new MailEstimate(0, 0, 0, 0, 0, 0, 0, 0, 0, Duration.ZERO, List.of());

    /**
     * @param mailboxes how many there are
     * @param counts messages within twelve months of those that were counted
     * @param latency mean time of a request to Graph as just measured
     */
    static MailEstimate from(int mailboxes, List<Long> counts, Duration latency) {
        if (mailboxes == 0 || counts.isEmpty()) {
            return NOTHING;
        }
        double mean = counts.stream().mapToLong(Long::longValue).average().orElse(0);
        double margin = margin(mailboxes, counts, mean);
        long emails = Math.round(mean * mailboxes);
        // Per mailbox and batch a count and the calendar; per mailbox the total; pages as mail demands, one at least.
        long units = (long) mailboxes * BATCHES;
        long pages = Math.round(mailboxes
                * counts.stream()
                        .mapToLong(count -> count == 0
                                ? 0
                                : BATCHES * Math.ceilDiv(Math.ceilDiv(count, BATCHES), EMAILS_PER_REQUEST))
                        .average()
                        .orElse(0));
        long requests = 2 * units + mailboxes + pages;
        return new MailEstimate(
                mailboxes,
                counts.size(),
                emails,
                Math.max(0, Math.round((mean - margin) * mailboxes)),
                Math.round((mean + margin) * mailboxes),
                Math.round((double) emails / BATCHES),
                requests,
                emails * BYTES,
                emails * BYTES_COMPRESSED,
                latency.multipliedBy(Math.ceilDiv(requests, AT_ONCE)),
                List.of(
                        counts.size() == mailboxes
                                ? "Every mailbox was counted."
                                : counts.size() + " of " + mailboxes + " mailboxes were counted, chosen at random.",
                        "A request takes " + latency.toMillis()
                                + " ms, as counting just did; pages of mail take longer.",
                        "One process reads " + AT_ONCE + " mailboxes at once; more Jobs divide the time.",
                        "A message takes " + BYTES + " bytes, " + BYTES_COMPRESSED + " compressed."));
    }

    /** Half the 95 % confidence interval of the mean, with the correction for a finite population. */
    private static double margin(int mailboxes, List<Long> counts, double mean) {
        int n = counts.size();
        if (n >= mailboxes || n < 2) {
            return 0;
        }
        double variance = counts.stream()
                        .mapToDouble(count -> (count - mean) * (count - mean))
                        .sum()
                / (n - 1);
        return 1.96 * Math.sqrt(variance / n * (mailboxes - n) / (mailboxes - 1.0));
    }
}
