/** What recording decisions and replaying them costs. */
@NullMarked
package io.knowfirst.benchmarks.replay;

import org.jspecify.annotations.NullMarked;
