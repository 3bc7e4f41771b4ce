package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.folder.StandardEvents;
import io.knowfirst.rules.folder.Suggestion;
import io.knowfirst.rules.folder.Trigger;
import java.util.List;

/**
 * Rules that have their turn at a time of their own. KF280: @trigger at a segment, or one that is
 * none. KF281: an event or a day that never comes.
 */
final class TriggerKnown implements Lint {
  @Override
  public void check(List<ParsedFile> files, RuleFolder folder, List<Finding> findings) {
    for (var file : files) {
      for (var rule : file.rules()) {
        rule.note(ParsedRule.TRIGGER).ifPresent(note -> check(rule, note, folder, findings));
      }
    }
  }

  private static void check(
      ParsedRule rule, Source.Note note, RuleFolder folder, List<Finding> findings) {
    var text = note.value();
    if (rule.derivesSegments()) {
      findings.add(
          rule.error(
              note.offset(),
              "KF280",
              "Rule \"%s\" of a segment has @trigger, expected at rules of campaigns only. Maybe the rule of a campaign reads the segment.",
              rule.name()));
      return;
    }
    if (text == null) {
      return;
    }
    var trigger = Trigger.of(text).orElse(null);
    if (trigger == null) {
      findings.add(
          rule.error(
              note.offset(),
              "KF280",
              "@trigger is \"%s\", expected %s. Maybe @trigger(\"2h after Product Added\").",
              text,
              Trigger.EXPECTED));
    } else if (trigger.kind() == Trigger.TriggerKind.DAY) {
      var days = folder.dates().traits();
      if (!days.contains(trigger.name())) {
        findings.add(
            rule.error(
                note.offset(),
                "KF281",
                "@trigger waits for \"%s\", which is no day in \"dates\" of shop.yaml. %s",
                trigger.name(),
                Suggestion.of(trigger.name(), days)));
      }
    } else if (trigger.kind() == Trigger.TriggerKind.EVENT) {
      StandardEvents.named(trigger.name())
          .filter(name -> !name.equals(trigger.name()))
          .ifPresent(
              name ->
                  findings.add(
                      rule.error(
                          note.offset(),
                          "KF281",
                          "@trigger waits for \"%s\", but it is kept as \"%s\". Maybe \"%2$s\".",
                          trigger.name(),
                          name)));
    }
  }
}
