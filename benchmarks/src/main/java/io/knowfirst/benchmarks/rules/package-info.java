/** What rules cost: a decision, an edit, a start, memory. */
@NullMarked
package io.knowfirst.benchmarks.rules;

import org.jspecify.annotations.NullMarked;
