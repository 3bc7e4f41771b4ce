/** Puts the parts together: settings, start, stop. */
@NullMarked
package io.knowfirst.server.boot;

import org.jspecify.annotations.NullMarked;
