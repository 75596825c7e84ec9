package io.rapport.ingestion.fold;

/** An address and a name as they stand in a calendar entry; both may be empty. Prints nothing of itself. */
public record Correspondent(String address, String name) {

    @Override
    public String toString() {
        return "Correspondent[hidden]";
    }
}
