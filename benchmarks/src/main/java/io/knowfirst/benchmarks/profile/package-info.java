/** What profiles cost to load. */
@NullMarked
package io.knowfirst.benchmarks.profile;

import org.jspecify.annotations.NullMarked;
