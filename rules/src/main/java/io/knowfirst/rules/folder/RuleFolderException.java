package io.knowfirst.rules.folder;

import java.util.List;
import java.util.stream.Collectors;

/** An author's folder cannot go live. Its message lists all findings, one a line. */
public final class RuleFolderException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<Finding> findings;

  public RuleFolderException(List<Finding> findings) {
    super(findings.stream().sorted().map(Finding::toString).collect(Collectors.joining("\n")));
    this.findings = findings.stream().sorted().distinct().toList();
  }

  /** All that was found, in reading order. */
  public List<Finding> findings() {
    return findings;
  }
}
