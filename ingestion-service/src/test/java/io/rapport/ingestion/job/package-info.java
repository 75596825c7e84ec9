@NullMarked
package io.rapport.ingestion.job;

import org.jspecify.annotations.NullMarked;
