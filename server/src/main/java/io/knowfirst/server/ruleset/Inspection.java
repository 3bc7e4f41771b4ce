package io.knowfirst.server.ruleset;

import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.folder.RuleFolderException;
import io.knowfirst.rules.folder.Severity;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What came of checking and compiling a folder's files.
 *
 * @param hash names the version that the files are
 * @param findings in reading order
 * @param base the compiled rules; null where a finding is an error
 */
public record Inspection(String hash, List<Finding> findings, @Nullable RuleBase base) {
  public Inspection {
    findings = List.copyOf(findings);
  }

  /**
   * Takes as long as compiling takes: not on an event loop.
   *
   * @param files texts by path within the folder
   * @param compiled where compiled rules are kept by content
   */
  public static Inspection of(SortedMap<String, String> files, Path compiled) {
    var hash = RuleFolder.hash(files);
    try {
      return new Inspection(hash, List.of(), RuleBase.compile(RuleFolder.of(files), compiled));
    } catch (RuleFolderException refused) {
      return new Inspection(hash, refused.findings(), null);
    }
  }

  /** Those of the findings that keep the files from going live. */
  public List<Finding> errors() {
    return findings.stream().filter(finding -> finding.severity() == Severity.ERROR).toList();
  }
}
