package io.knowfirst.rules.base;

import io.knowfirst.rules.check.Checked;
import io.knowfirst.rules.check.Outside;
import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.FolderReading;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.folder.RuleFolderException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is to be said of a folder: of its files and its rules, all in one go. What is
 * wrong in one file hides nothing of another.
 *
 * @param findings in reading order
 * @param base the rules, ready to run; null where a finding is an error
 */
public record RuleCheck(List<Finding> findings, @Nullable RuleBase base) {
  private static final String NO_YAML = "KF001";

  /** What is said of rules where campaigns could not be read: that there is no such campaign. */
  private static final Set<String> FOLLOWING = Set.of("KF108", "KF112");

  public RuleCheck {
    findings = findings.stream().sorted().distinct().toList();
  }

  /** Takes a while with many rules: not on an event loop. */
  public static RuleCheck of(Path folder, Outside outside) {
    try {
      var check = of(RuleFolder.files(folder), outside);
      var findings = new ArrayList<>(check.findings());
      findings.addAll(RuleFolder.unread(folder));
      return new RuleCheck(findings, check.base());
    } catch (RuleFolderException unreadable) {
      return new RuleCheck(unreadable.findings(), null);
    }
  }

  /**
   * Takes a while with many rules: not on an event loop.
   *
   * @param files texts by path within the folder
   */
  public static RuleCheck of(SortedMap<String, String> files, Outside outside) {
    var reading = FolderReading.of(files);
    var checked = Checked.of(reading.folder());
    var findings = new ArrayList<Finding>(reading.findings());
    boolean read = reading.findings().stream().noneMatch(found -> found.code().equals(NO_YAML));
    if (checked.findings().stream().anyMatch(found -> found.code().equals(Checked.TOO_LONG))) {
      findings.addAll(checked.findings());
    } else if (read) {
      findings.addAll(checked.findings());
      findings.addAll(sensible(Checked.advice(reading.folder(), files, outside), findings));
    } else {
      checked.findings().stream()
          .filter(found -> !FOLLOWING.contains(found.code()))
          .forEach(findings::add);
    }
    if (findings.stream().anyMatch(Finding::isError)) {
      return new RuleCheck(findings, null);
    }
    try {
      var base = RuleBase.of(checked, reading.folder(), InstantSource.system());
      return new RuleCheck(findings, base);
    } catch (RuleFolderException refused) {
      findings.addAll(refused.findings());
      return new RuleCheck(findings, null);
    }
  }

  /**
   * The advice on one experiment that is defined beside a folder: the same as on a file in it.
   * Takes a while with many rules: not on an event loop.
   *
   * @param text of its definition
   */
  public static List<Finding> advice(
      ExperimentFile experiment, String text, RuleFolder folder, Outside outside) {
    var file = "experiments/" + experiment.id() + ".yaml";
    var texts = new TreeMap<>(Map.of(file, text));
    return Checked.advice(folder.withOnly(experiment), texts, outside).stream()
        .filter(found -> found.file().equals(file))
        .sorted()
        .distinct()
        .toList();
  }

  /** Advice on a line that has an error mostly follows from it. */
  private static List<Finding> sensible(List<Finding> advice, List<Finding> errors) {
    var lines = errors.stream().map(found -> found.file() + ":" + found.line()).toList();
    var wrong = new HashSet<>(lines);
    return advice.stream()
        .filter(found -> !wrong.contains(found.file() + ":" + found.line()))
        .toList();
  }

  /** Those of the findings that keep the folder from going live. */
  public List<Finding> errors() {
    return findings.stream().filter(Finding::isError).toList();
  }
}
