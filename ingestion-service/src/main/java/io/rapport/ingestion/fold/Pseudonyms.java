package io.rapport.ingestion.fold;

/** Numbers that stand for conversations and meetings within an epoch and mean nothing outside it. */
public interface Pseudonyms {

    /** @param holding the conversation's id as UTF-8, from one index until another */
    long conversation(byte[] holding, int from, int until);

    /** @param start seconds since 1970 UTC: every occurrence of a series shares the iCalUId */
    long meeting(String iCalUId, long start);
}
