package io.knowfirst.server.rulesets.versions;

import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.base.RuleCheck;
import io.knowfirst.rules.check.Outside;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.folder.RuleFolderException;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What came of checking a folder's files.
 *
 * @param hash names the version that the files are
 * @param findings in reading order
 * @param base the rules, ready to run; null where a finding is an error
 */
public record Inspection(String hash, List<Finding> findings, @Nullable RuleBase base) {
  public Inspection {
    findings = List.copyOf(findings);
  }

  /**
   * Everything that is to be said of the files. Takes a while with many rules: not on an event
   * loop.
   *
   * @param files texts by path within the folder
   */
  public static Inspection of(SortedMap<String, String> files, Outside outside) {
    var check = RuleCheck.of(files, outside);
    return new Inspection(RuleFolder.hash(files), check.findings(), check.base());
  }

  /** The same with more findings. */
  public Inspection and(List<Finding> more) {
    return new Inspection(
        hash, Stream.concat(findings.stream(), more.stream()).sorted().toList(), base);
  }

  /** Without advice: for files that were checked before, or are to decide as soon as they can. */
  static Inspection passing(SortedMap<String, String> files, Outside outside) {
    try {
      var base = RuleBase.of(RuleFolder.of(files));
      return new Inspection(base.hash(), List.of(), base);
    } catch (RuleFolderException refused) {
      return of(files, outside);
    }
  }

  /**
   * The rules, ready to run.
   *
   * @throws RulesetRefused where a finding is an error
   */
  public RuleBase passed() {
    if (base == null) {
      throw RulesetRefused.because(errors());
    }
    return base;
  }

  /** Those of the findings that keep the files from going live. */
  public List<Finding> errors() {
    return findings.stream().filter(Finding::isError).toList();
  }
}
