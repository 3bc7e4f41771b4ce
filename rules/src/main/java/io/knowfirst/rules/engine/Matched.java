package io.knowfirst.rules.engine;

import org.jspecify.annotations.Nullable;

/** What the engine matched at one position. */
interface Matched {
  /** Puts it into its place among what was matched. */
  void put(@Nullable Object[] frame);
}
