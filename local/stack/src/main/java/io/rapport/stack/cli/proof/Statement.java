package io.rapport.stack.cli.proof;

import com.fasterxml.jackson.databind.JsonNode;

/** What a certificate says, in words. */
public final class Statement {

    private Statement() {}

    /** One clause about one epoch, with the moment of proof; a missed deadline is said too. */
    public static String of(JsonNode statement) {
        String what = statement.path("stage").asText().equals("BACKUP")
                ? "no backup of it is left"
                : "nothing of it is stored any more and its key is destroyed";
        String late = statement.path("breachedAt").isTextual()
                ? ", too late for the deadline of " + statement.path("deadline").asText()
                : "";
        return "consent epoch " + statement.path("epoch").asText() + " ("
                + statement.path("te").asText() + "): " + what + ", proved "
                + statement.path("verifiedAt").asText() + late;
    }
}
