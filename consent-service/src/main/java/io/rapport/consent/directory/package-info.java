/** What we ask Microsoft Graph about people and licences. */
@NullMarked
package io.rapport.consent.directory;

import org.jspecify.annotations.NullMarked;
