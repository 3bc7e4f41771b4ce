package io.knowfirst.server.catalogue;

import java.util.Arrays;

/**
 * A fixed set of places on a shelf: a bit for each where it holds many, a list where it holds few.
 */
final class Slots {
  private final long[] words;
  private final int[] few;

  private Slots(long[] words, int[] few) {
    this.words = words;
    this.few = few;
  }

  /** How many words hold a bit for each of {@code places}. */
  static int words(int places) {
    return (places + Long.SIZE - 1) / Long.SIZE;
  }

  /** Of {@code places} on the shelf, the first {@code count} numbers of {@code taken}. */
  static Slots of(int places, int[] taken, int count) {
    if (count < places / Integer.SIZE) {
      return new Slots(new long[0], Arrays.copyOf(taken, count));
    }
    var words = new long[words(places)];
    for (int i = 0; i < count; i++) {
      words[taken[i] >> 6] |= 1L << taken[i];
    }
    return new Slots(words, new int[0]);
  }

  /** Sets the bits of these places. */
  void addTo(long[] bits) {
    for (int i = 0; i < words.length; i++) {
      bits[i] |= words[i];
    }
    for (int slot : few) {
      bits[slot >> 6] |= 1L << slot;
    }
  }
}
