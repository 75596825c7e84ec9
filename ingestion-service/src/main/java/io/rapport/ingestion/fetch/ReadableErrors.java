package io.rapport.ingestion.fetch;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * Gives every error that Graph, or a gateway before it, answers with an empty, broken or HTML body a body that the SDK
 * can map, so that the status is never lost in a parser's complaint. A code that cannot be read is an empty code.
 */
final class ReadableErrors implements Interceptor {

    private static final MediaType JSON = MediaType.get("application/json");
    private static final String NO_CODE = "{\"error\":{\"code\":\"\",\"message\":\"\"}}";
    private static final long LONGEST = 65_536;

    @Override
    public Response intercept(Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        if (response.code() < 400) {
            return response;
        }
        String text = text(response);
        return response.newBuilder()
                .removeHeader("Content-Encoding")
                .removeHeader("Content-Length")
                .header("Content-Type", JSON.toString())
                .body(ResponseBody.create(text.startsWith("{") && text.endsWith("}") ? text : NO_CODE, JSON))
                .build();
    }

    private static String text(Response response) {
        try (ResponseBody body = response.peekBody(LONGEST)) {
            return body.string().strip();
        } catch (IOException e) {
            return "";
        } finally {
            response.close();
        }
    }
}
