/** What a decision costs the thread that makes it. */
@NullMarked
package io.knowfirst.benchmarks.decision;

import org.jspecify.annotations.NullMarked;
