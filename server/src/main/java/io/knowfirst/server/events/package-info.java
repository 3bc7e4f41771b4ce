/** What was really shown, and the one door by which events come in. */
@NullMarked
package io.knowfirst.server.events;

import org.jspecify.annotations.NullMarked;
