package io.rapport.ingestion.fold;

import java.util.List;
import java.util.regex.Pattern;

/** Mail that no person wrote to a person. */
final class Automated {

    /** More recipients than this in To and Cc is mailing, not correspondence. */
    static final int MOST_RECIPIENTS = 20;

    /** As a whole word of the local part: {@code crm-noreply@}, {@code bounces+7@}, but not {@code conor.reply@}. */
    private static final Pattern SENDER = Pattern.compile("(.*[-_.+])?"
            + "(no[-_.]?reply|do[-_.]?not[-_.]?reply|mailer-daemon|postmaster|bounces?|notifications?)"
            + "([-_.+=].*)?@.*");

    /** One of these stands in every such address: hardly any other is worth the pattern. */
    private static final List<String> HINTS = List.of("reply", "mailer-daemon", "postmaster", "bounce", "notification");

    private Automated() {}

    /** @param address lower case */
    static boolean machine(String address) {
        return hinted(address) && SENDER.matcher(address).matches();
    }

    private static boolean hinted(String address) {
        for (String hint : HINTS) {
            if (address.contains(hint)) {
                return true;
            }
        }
        return false;
    }
}
