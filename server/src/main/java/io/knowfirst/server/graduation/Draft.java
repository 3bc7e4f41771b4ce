package io.knowfirst.server.graduation;

import io.knowfirst.rules.folder.Finding;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Files for a rule author to review; nothing of them is live.
 *
 * @param experiment that was decided
 * @param variation that won
 * @param files texts by path within the rule folder
 * @param findings of the same check that stands before publishing, in these files
 */
public record Draft(
    String experiment, String variation, SortedMap<String, String> files, List<Finding> findings) {
  public Draft {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    findings = List.copyOf(findings);
  }
}
