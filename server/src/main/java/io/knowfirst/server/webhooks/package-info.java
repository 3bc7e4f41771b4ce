/** Tells endpoints of others what happens here: at least once, signed after Standard Webhooks. */
@NullMarked
package io.knowfirst.server.webhooks;

import org.jspecify.annotations.NullMarked;
