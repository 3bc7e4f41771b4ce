/** What was taken in and not understood: counted here, so that an integrator sees it. */
@NullMarked
package io.knowfirst.server.quality;

import org.jspecify.annotations.NullMarked;
