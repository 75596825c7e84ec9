package io.rapport.ingestion.mailbox;

import com.alibaba.fastjson2.JSON;
import io.rapport.ingestion.fold.UnitFold;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page read by fastjson2: records for what is needed, nothing for the rest. They are public, and a date is not an
 * {@link java.time.Instant}, since fastjson2 is up to three times slower otherwise.
 */
final class FastJson {

    private FastJson() {}

    public record Page(List<Mail> value) {}

    public record Mail(
            String id,
            OffsetDateTime receivedDateTime,
            String conversationId,
            boolean isDraft,
            @Nullable Who from,
            List<Who> toRecipients,
            List<Who> ccRecipients) {}

    public record Who(Address emailAddress) {}

    public record Address(String name, String address) {}

    static void read(byte[] page, UnitFold fold) {
        Written header = new Written(fold);
        for (Mail mail : JSON.parseObject(page, Page.class).value()) {
            accept(mail, header);
        }
    }

    private static void accept(Mail mail, Written header) {
        header.begin();
        header.id(mail.id());
        header.conversation(mail.conversationId());
        header.draft(mail.isDraft());
        header.received(mail.receivedDateTime().toEpochSecond());
        if (mail.from() != null) {
            Address from = mail.from().emailAddress();
            header.from(from.address(), from.name());
        }
        recipients(mail.toRecipients(), true, header);
        recipients(mail.ccRecipients(), false, header);
        header.accept();
    }

    private static void recipients(List<Who> all, boolean to, Written header) {
        for (Who who : all) {
            header.recipient(
                    to, who.emailAddress().address(), who.emailAddress().name());
        }
    }
}
