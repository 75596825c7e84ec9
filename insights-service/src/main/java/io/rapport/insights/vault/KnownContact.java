package io.rapport.insights.vault;

/** A known contact's number, and whether it has a name. */
record KnownContact(int number, boolean named) {}
