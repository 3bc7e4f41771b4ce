/** What choosing products costs. */
@NullMarked
package io.knowfirst.benchmarks.catalogue;

import org.jspecify.annotations.NullMarked;
