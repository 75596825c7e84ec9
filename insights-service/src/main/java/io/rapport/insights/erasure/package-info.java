/** Carries out the steps of a deletion case on everything this service stores. */
@NullMarked
package io.rapport.insights.erasure;

import org.jspecify.annotations.NullMarked;
