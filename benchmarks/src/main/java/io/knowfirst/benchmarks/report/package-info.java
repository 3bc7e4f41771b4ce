/** What a report costs when there is much to report on. */
@NullMarked
package io.knowfirst.benchmarks.report;

import org.jspecify.annotations.NullMarked;
