package io.knowfirst.server.rulesets.versions;

import io.knowfirst.server.model.Actor;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Files that somebody wants to go live.
 *
 * @param files texts by path within the folder
 * @param author who answers for them
 * @param most share of decisions that they may change, 0 to 1; 1 asks nothing
 * @param after hash of the version that must still be live then; null for whichever is
 * @param approver who approved them already, another person than the author; null for nobody
 */
public record Proposal(
    SortedMap<String, String> files,
    Actor author,
    String message,
    double most,
    @Nullable String after,
    @Nullable Actor approver) {
  public Proposal {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  /** Files that follow whichever version is live, and that nobody approved yet. */
  public Proposal(SortedMap<String, String> files, Actor author, String message, double most) {
    this(files, author, message, most, null, null);
  }
}
