package io.rapport.simulator.http;

/** What goes back. */
record Answer(int status, String contentType, byte[] body) {}
