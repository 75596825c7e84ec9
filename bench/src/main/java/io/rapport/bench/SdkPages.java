package io.rapport.bench;

import com.microsoft.graph.models.Message;
import com.microsoft.graph.models.MessageCollectionResponse;
import com.microsoft.graph.models.Recipient;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.kiota.authentication.AccessTokenProvider;
import com.microsoft.kiota.authentication.AllowedHostsValidator;
import com.microsoft.kiota.authentication.BaseBearerTokenAuthenticationProvider;
import io.rapport.ingestion.fetch.ClosedFieldList;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The usual way to read mail headers: the official SDK as it comes, with its own HTTP client and its models, page after
 * page, and every person of every message looked at. Only read, neither folded nor stored.
 */
final class SdkPages {

    private static final int PAGE = 1000;

    private final GraphServiceClient client;
    private final String filter;

    SdkPages(StageReader.Mail mail, String token) {
        this.filter = StageReader.Mail.filter(mail.month().whole());
        this.client = new GraphServiceClient(new BaseBearerTokenAuthenticationProvider(new AccessTokenProvider() {
            @Override
            public String getAuthorizationToken(URI uri, @Nullable Map<String, Object> context) {
                return token;
            }

            @Override
            public AllowedHostsValidator getAllowedHostsValidator() {
                return new AllowedHostsValidator(mail.graph().getHost());
            }
        }));
        client.getRequestAdapter().setBaseUrl(mail.graph().toString());
    }

    long read(String user) {
        long messages = 0;
        MessageCollectionResponse page = client.users()
                .byUserId(user)
                .messages()
                .get(request -> {
                    var query = Objects.requireNonNull(request.queryParameters);
                    query.filter = filter;
                    query.select = ClosedFieldList.ofMessages();
                    query.top = PAGE;
                });
        while (page != null) {
            for (Message message : Objects.requireNonNull(page.getValue())) {
                messages += persons(message) > 0 ? 1 : 0;
            }
            String next = page.getOdataNextLink();
            page = next == null
                    ? null
                    : client.users().byUserId(user).messages().withUrl(next).get();
        }
        return messages;
    }

    private static int persons(Message message) {
        int persons = address(message.getFrom());
        for (Recipient to : Objects.requireNonNull(message.getToRecipients())) {
            persons += address(to);
        }
        for (Recipient copy : Objects.requireNonNull(message.getCcRecipients())) {
            persons += address(copy);
        }
        return persons;
    }

    private static int address(@Nullable Recipient who) {
        return who == null
                        || who.getEmailAddress() == null
                        || who.getEmailAddress().getAddress() == null
                ? 0
                : 1;
    }
}
