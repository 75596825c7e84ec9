package io.rapport.ingestion.fold;

/** Numbers that stand for conversations and meetings within an epoch and mean nothing outside it. */
public interface Pseudonyms {

    /** @param conversationId UTF-8 */
    long conversation(byte[] conversationId);

    /** @param start seconds since 1970 UTC: every occurrence of a series shares the iCalUId */
    long meeting(String iCalUId, long start);
}
