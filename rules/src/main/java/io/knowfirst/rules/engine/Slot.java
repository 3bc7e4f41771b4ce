package io.knowfirst.rules.engine;

import org.jspecify.annotations.Nullable;

/**
 * A fact at a position of a variant within reach: what the engine joins. The key tells shape and
 * position, so that the engine finds by one look-up where a slot belongs.
 *
 * @param fact null for one that stands for the variant alone
 * @param order in which the slots came
 */
record Slot(Variant variant, Run run, int position, Integer key, @Nullable Object fact, int order)
    implements Matched {
  @Override
  public void put(@Nullable Object[] frame) {
    frame[position] = fact;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return order;
  }
}
