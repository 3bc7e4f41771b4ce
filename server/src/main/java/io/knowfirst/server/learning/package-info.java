/** What is learned from all visitors for recommendations. */
@NullMarked
package io.knowfirst.server.learning;

import org.jspecify.annotations.NullMarked;
