package io.rapport.consent.sharing;

import java.util.List;

/**
 * A person's own view of it.
 *
 * @param shared whether their mailbox is read and shown now
 * @param switchedOff their own decision, which survives withdrawal and a new grant
 * @param because why not, if not: {@code no consent}, {@code not licensed}, {@code excluded group}, {@code own switch}
 */
public record MySharing(boolean shared, boolean switchedOff, List<String> because) {}
