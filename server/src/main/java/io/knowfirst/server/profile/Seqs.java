package io.knowfirst.server.profile;

import java.util.Arrays;

/**
 * Which stored events a profile contains: the numbers of the newest, and up to which number it no
 * longer remembers which. Immutable.
 *
 * <p>This, and the ids that PostgreSQL refuses twice, keeps events from being folded twice; ids in
 * a profile do not. One number up to which all is folded would not do: numbers are drawn before
 * transactions commit, so a lower one may come after a higher. One that is neither remembered nor
 * above all that are forgotten may be in or not, and only folding all events anew tells.
 *
 * @param recent ascending, at most {@link #KEPT}
 * @param forgotten the highest number that is contained but not in {@code recent}; 0 for none
 */
@SuppressWarnings("ArrayRecordComponent")
record Seqs(long[] recent, long forgotten) {
  static final int KEPT = 64;
  static final Seqs NONE = new Seqs(new long[0], 0);

  boolean contains(long seq) {
    return Arrays.binarySearch(recent, seq) >= 0;
  }

  /** Whether a number that is not contained is surely new. */
  boolean canTell(long seq) {
    return seq > forgotten;
  }

  /** With numbers that are not contained, in any order. */
  Seqs with(long[] more) {
    var all = Arrays.copyOf(recent, recent.length + more.length);
    System.arraycopy(more, 0, all, recent.length, more.length);
    Arrays.sort(all);
    int surplus = all.length - KEPT;
    return surplus <= 0
        ? new Seqs(all, forgotten)
        : new Seqs(
            Arrays.copyOfRange(all, surplus, all.length), Math.max(forgotten, all[surplus - 1]));
  }
}
