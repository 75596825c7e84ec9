package io.rapport.bench;

import io.rapport.ingestion.fetch.ClosedFieldList;
import io.rapport.ingestion.fetch.Gunzip;
import io.rapport.ingestion.mailbox.Stages;
import io.rapport.ingestion.plan.TimeSlice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** A mailbox's month as it comes over the wire, in the slices that the worker asks for. */
final class WirePages {

    private static final String OWNER = "me@contoso-mail.example";

    private final OkHttpClient http = new OkHttpClient();
    private final StageReader.Mail mail;
    private final String token;
    private final List<TimeSlice> slices;

    WirePages(StageReader.Mail mail, String token) {
        this.mail = mail;
        this.token = token;
        this.slices = mail.month().whole().slicedFor(mail.emails());
    }

    /** Into memory and no further. */
    long fetch(String user) throws IOException {
        return pages(user).stream().mapToInt(page -> page.length).sum() == 0 ? 0 : mail.emails();
    }

    /** What is done with the pages once all are here. */
    StageReader.Reading fold(boolean jdkOnly) throws IOException {
        Map<String, List<byte[]>> pages = new HashMap<>();
        for (String user : mail.users()) {
            pages.put(user, pages(user));
        }
        ThreadLocal<Gunzip> gunzip = ThreadLocal.withInitial(jdkOnly ? Gunzip::ofJdk : Gunzip::ofWorker);
        return user -> {
            List<byte[]> zipped = Objects.requireNonNull(pages.get(user));
            return Stages.inflateAndFold(zipped, gunzip.get(), mail.month(), OWNER) == 0 ? 0 : mail.emails();
        };
    }

    private List<byte[]> pages(String user) throws IOException {
        List<byte[]> pages = new ArrayList<>();
        for (TimeSlice slice : slices) {
            HttpUrl url = Objects.requireNonNull(HttpUrl.get(mail.graph()))
                    .newBuilder()
                    .addPathSegments("users/" + user + "/messages")
                    .addQueryParameter("$top", "1000")
                    .addQueryParameter("$select", String.join(",", ClosedFieldList.ofMessages()))
                    .addQueryParameter("$filter", StageReader.Mail.filter(slice))
                    .build();
            Request request = new Request.Builder()
                    .url(url)
                    .header("Authorization", "Bearer " + token)
                    // Named by ourselves, OkHttp leaves decompressing to us.
                    .header("Accept-Encoding", "gzip")
                    .build();
            try (Response response = http.newCall(request).execute()) {
                if (response.code() != 200) {
                    throw new IOException("status " + response.code());
                }
                pages.add(Objects.requireNonNull(response.body()).bytes());
            }
        }
        return pages;
    }
}
