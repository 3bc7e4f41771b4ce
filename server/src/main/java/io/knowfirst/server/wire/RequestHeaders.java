package io.knowfirst.server.wire;

import org.jspecify.annotations.Nullable;

/** The headers of a request, by name in any case. */
@FunctionalInterface
public interface RequestHeaders {
  @Nullable String get(String name);
}
