package io.rapport.insights.introduction;

import io.rapport.insights.introduction.Introduction.Draft;
import io.rapport.insights.introduction.Introduction.Party;
import io.rapport.insights.relationship.Relationship.Outsider;
import io.rapport.insights.settings.Settings;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Writes the mails that people then send themselves. */
final class Drafts {

    private Drafts() {}

    /** From who asks to the introducer, as the tenant's template has it. */
    static Draft asking(Settings.Introductions settings, Party requester, Party introducer, Outsider contact) {
        return draft(
                introducer.address(),
                "",
                filled(settings.subject(), requester, introducer, contact),
                filled(settings.text(), requester, introducer, contact));
    }

    /** From the introducer to the contact, with who asked in copy. */
    static Draft introducing(Party requester, Party introducer, Outsider contact) {
        return draft(
                contact.address(),
                requester.address(),
                "Introduction: " + contact.called() + " and " + requester.called(),
                "Hello " + contact.called() + ",\n\nmay I introduce my colleague " + requester.called()
                        + ", in copy?\n\nBest regards,\n" + introducer.called());
    }

    private static String filled(String template, Party requester, Party introducer, Outsider contact) {
        return template.replace("{requester}", requester.called())
                .replace("{introducer}", introducer.called())
                .replace("{contact}", contact.called());
    }

    private static Draft draft(String to, String cc, String subject, String text) {
        return new Draft(
                to,
                cc,
                subject,
                text,
                "mailto:" + encoded(to) + "?" + (cc.isEmpty() ? "" : "cc=" + encoded(cc) + "&") + "subject="
                        + encoded(subject) + "&body=" + encoded(text.replace("\n", "\r\n")));
    }

    /** As RFC 6068 has it: a plus sign is itself. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
