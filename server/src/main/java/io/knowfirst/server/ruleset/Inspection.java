package io.knowfirst.server.ruleset;

import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.base.RuleCheck;
import io.knowfirst.rules.check.Outside;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.folder.RuleFolderException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
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
   * Everything that is to be said of the files. Takes as long as compiling takes: not on an event
   * loop.
   *
   * @param files texts by path within the folder
   * @param compiled where compiled rules are kept by content
   */
  public static Inspection of(SortedMap<String, String> files, Outside outside, Path compiled) {
    var check = RuleCheck.of(files, outside, compiled);
    return new Inspection(RuleFolder.hash(files), check.findings(), check.base());
  }

  /** The same with more findings. */
  public Inspection and(List<Finding> more) {
    return new Inspection(
        hash, Stream.concat(findings.stream(), more.stream()).sorted().toList(), base);
  }

  /** Compiles only: for files that were checked before, or are to decide as soon as they can. */
  static Inspection compiled(SortedMap<String, String> files, Outside outside, Path compiled) {
    try {
      var base = RuleBase.compile(RuleFolder.of(files), compiled);
      return new Inspection(base.hash(), List.of(), base);
    } catch (RuleFolderException refused) {
      return of(files, outside, compiled);
    }
  }

  /**
   * The compiled rules.
   *
   * @throws RulesetRefused where a finding is an error
   */
  RuleBase passed() {
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
