/** Calls, mails and meetings that only the CRM knows, posted by it. */
@NullMarked
package io.rapport.insights.activity;

import org.jspecify.annotations.NullMarked;
