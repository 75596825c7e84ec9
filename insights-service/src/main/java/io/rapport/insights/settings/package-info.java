/** What a tenant chooses: weights, limits, the threshold of who knows whom, rules of introductions. */
@NullMarked
package io.rapport.insights.settings;

import org.jspecify.annotations.NullMarked;
