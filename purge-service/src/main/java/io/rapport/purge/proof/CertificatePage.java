package io.rapport.purge.proof;

import io.quarkus.qute.TemplateInstance;

/**
 * A certificate for an auditor to read or print; what counts is the signed text in it.
 *
 * @param jws the certificate itself
 * @param nonce allows the page's own style and no other
 */
public record CertificatePage(Statement statement, String jws, String nonce) implements TemplateInstance {}
