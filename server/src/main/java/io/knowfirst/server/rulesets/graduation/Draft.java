package io.knowfirst.server.rulesets.graduation;

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
 * @param replaced what a file says now that is there already, by path
 * @param findings of the same check that stands before publishing, in these files
 */
public record Draft(
    String experiment,
    String variation,
    SortedMap<String, String> files,
    SortedMap<String, String> replaced,
    List<Finding> findings) {
  public Draft {
    replaced = Collections.unmodifiableSortedMap(new TreeMap<>(replaced));
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    findings = List.copyOf(findings);
  }
}
