package io.knowfirst.rules.engine;

import org.jspecify.annotations.Nullable;

/** Reads a value from the facts matched so far, by their positions in the rule. */
@FunctionalInterface
public interface Code {
  @Nullable Object of(@Nullable Object[] frame);
}
