/** Records of other systems: tables and lines of JSON, and the events that they become. */
@NullMarked
package io.knowfirst.server.feeds;

import org.jspecify.annotations.NullMarked;
