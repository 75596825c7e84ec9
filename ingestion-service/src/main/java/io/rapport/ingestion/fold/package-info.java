/**
 * Turns the headers of one mailbox and window into one row per external contact. Pure: no clock, no I/O. Every number
 * can be checked by hand against the headers with these rules.
 *
 * <p><b>Who is outside.</b> Addresses are trimmed and lower-cased. An address is internal if its domain is a verified
 * domain of the tenant or a sub-domain of one, or if it is an address of a member of the directory. Every other
 * address is a contact.
 *
 * <p><b>What becomes of a message</b> in mailbox M; the first rule that fits decides, and each message is counted once:
 *
 * <ol>
 *   <li>the same id was seen in this unit: not counted again at all
 *   <li>a draft: {@code drafts}
 *   <li>an eventMessage (invitation or answer): {@code meeting_mail}, since the meeting itself is counted
 *   <li>no usable sender or date, or sent by the owner to no usable recipient: {@code malformed}. Usable means
 *       {@code local@domain} without blanks
 *   <li>sender like no-reply, do-not-reply, mailer-daemon, postmaster, bounce or notification, or more than 20 distinct
 *       recipients in To and Cc: {@code automated}
 *   <li>from one of the owner's addresses: each distinct external recipient in To or Cc gets one mail sent, weight
 *       {@code round(65536 / (1 + log2 n))} with n = distinct recipients in To and Cc; those in To are asked once
 *   <li>from an external address: that contact gets one mail received, whatever the header's recipients (lists, blind
 *       copies), with the same weight (n at least 1); it is an ask if one of the owner's addresses is in To
 *   <li>anything else, or nobody external: {@code internal}
 * </ol>
 *
 * <p>The day of a message is the UTC date of {@code receivedDateTime}, the field that windows are cut by.
 *
 * <p><b>Replies.</b> For each ask by a contact the reply is the owner's first later mail (by at least a second) in the
 * same conversation with the contact in To or Cc, within 14 days; several asks may share a reply. An ask without a
 * reply in the window whose 14 days reach the window's end is left open ({@code waiting_for_us}); the owner's first
 * mail of each conversation in the window, if within 14 days of its start, is kept as what may answer an earlier ask
 * ({@code answers_by_us}). The other side mirrors this: asks are mail with the contact in To, replies any mail received
 * from them. A reader that joins open ends finds the same replies however the time was cut into windows.
 *
 * <p><b>Meetings.</b> A calendar entry belongs to the window in which it starts. Cancelled entries, those that the
 * owner declined, and those that no outsider is part of are not counted; resources and people who declined are left
 * out. Each external participant gets one meeting: minutes of its own duration (all-day: 0), by us if the organiser is
 * internal, weight as for mail with n = participants − 1, at least 1.
 */
@NullMarked
package io.rapport.ingestion.fold;

import org.jspecify.annotations.NullMarked;
