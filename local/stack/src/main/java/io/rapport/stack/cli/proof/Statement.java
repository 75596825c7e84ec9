package io.rapport.stack.cli.proof;

import com.fasterxml.jackson.databind.JsonNode;

/** What a certificate says, in words. */
public final class Statement {

    private Statement() {}

    public static String of(JsonNode statement) {
        String stage = statement.path("stage").asText();
        String what = stage.toUpperCase(java.util.Locale.ROOT).startsWith("BACKUP")
                ? "every backup of it is gone"
                : "everything stored of it is gone and its key is destroyed";
        return "of consent epoch " + statement.path("epoch").asText() + " ("
                + statement.path("te").asText() + ") " + what;
    }
}
