/**
 * The HTTP load comparison: a server and its bare twin, driven in turn by wrk on the same machine.
 */
@NullMarked
package io.knowfirst.benchmarks.load;

import org.jspecify.annotations.NullMarked;
