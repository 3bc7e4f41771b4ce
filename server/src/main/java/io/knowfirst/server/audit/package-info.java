/** Who did what, when and from where: kept for good. */
@NullMarked
package io.knowfirst.server.audit;

import org.jspecify.annotations.NullMarked;
