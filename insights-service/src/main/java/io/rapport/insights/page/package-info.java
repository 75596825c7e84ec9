/** What sellers and users see: contacts, companies, the pipeline, introductions, and what is held about a user. */
@NullMarked
package io.rapport.insights.page;

import org.jspecify.annotations.NullMarked;
