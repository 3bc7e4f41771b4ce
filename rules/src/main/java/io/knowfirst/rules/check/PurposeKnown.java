package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.folder.Suggestion;
import java.util.List;

/** KF271: a rule that names a purpose which nobody can grant, or that is its campaign's to name. */
final class PurposeKnown implements Lint {
  @Override
  public void check(List<ParsedFile> files, RuleFolder folder, List<Finding> findings) {
    for (var file : files) {
      for (var rule : file.rules()) {
        rule.note(ParsedRule.PURPOSE).ifPresent(note -> check(rule, note, folder, findings));
      }
    }
  }

  private static void check(
      ParsedRule rule, Source.Note note, RuleFolder folder, List<Finding> findings) {
    var purposes = folder.purposes();
    purposes.remove(RuleFolder.NECESSARY);
    if (!rule.derivesSegments()) {
      findings.add(
          rule.error(
              note.offset(),
              "KF271",
              "Rule \"%s\" of a campaign has @purpose, expected at segments only. Maybe \"purpose:\" in the campaign's file.",
              rule.name()));
    } else if (note.value() != null && !purposes.contains(note.value())) {
      findings.add(
          rule.error(
              note.offset(),
              "KF271",
              "@purpose(\"%s\") is not known. %s",
              note.value(),
              Suggestion.of(note.value(), purposes)));
    }
  }
}
