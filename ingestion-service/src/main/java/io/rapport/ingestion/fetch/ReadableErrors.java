package io.rapport.ingestion.fetch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * Gives every error that Graph, or a gateway before it, answers with an empty, broken or HTML body a body that the SDK
 * can map, so that the status is never lost in a parser's complaint. The codes of the error and of all errors within it
 * (the telling one may be the innermost) go into a header of ours.
 */
final class ReadableErrors implements Interceptor {

    private static final MediaType JSON = MediaType.get("application/json");
    /** Comma-separated; absent from what Graph itself sends. */
    static final String CODES = "x-rapport-error-codes";

    private static final ObjectMapper JACKSON = new ObjectMapper();
    private static final String NO_CODE = "{\"error\":{\"code\":\"\",\"message\":\"\"}}";
    private static final int LONGEST = 65_536;

    @Override
    public Response intercept(Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        if (response.code() < 400) {
            return response;
        }
        String text = text(response);
        List<String> codes = codes(text);
        return response.newBuilder()
                .header(CODES, String.join(",", codes))
                .removeHeader("Content-Encoding")
                .removeHeader("Content-Length")
                .header("Content-Type", JSON.toString())
                .body(ResponseBody.create(codes.isEmpty() ? NO_CODE : text, JSON))
                .build();
    }

    /** Each once; none of an answer that is no error envelope. */
    private static List<String> codes(String text) {
        try {
            return JACKSON.readTree(text).path("error").findValuesAsText("code").stream()
                    .filter(code -> code.matches("[A-Za-z0-9_.-]+"))
                    .distinct()
                    .toList();
        } catch (JsonProcessingException e) {
            return List.of();
        }
    }

    private static String text(Response response) {
        try (ResponseBody body = response.peekBody(LONGEST)) {
            boolean zipped = "gzip".equalsIgnoreCase(response.header("Content-Encoding"));
            try (InputStream plain = zipped ? new GZIPInputStream(body.byteStream()) : body.byteStream()) {
                return new String(plain.readNBytes(LONGEST), StandardCharsets.UTF_8).strip();
            }
        } catch (IOException e) {
            return "";
        } finally {
            response.close();
        }
    }
}
