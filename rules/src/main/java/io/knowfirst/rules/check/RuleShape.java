package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.MaxAge;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.folder.Suggestion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A rule has a name of its own and metadata, no attributes. KF104: name taken. KF105: attribute,
 * query, parent or named consequence. KF106: metadata that is not one quoted text. KF107: kind
 * missing or unknown. KF108: campaign missing or unknown.
 */
final class RuleShape implements Lint {
  private static final Set<String> KINDS =
      Set.of("behavioural", "demographic", "geographic", "psychographic", "technographic");

  @Override
  public void check(List<ParsedFile> files, RuleFolder folder, List<Finding> findings) {
    Map<String, ParsedRule> byName = new HashMap<>();
    for (var file : files) {
      for (var rule : file.rules()) {
        var namesake = byName.putIfAbsent(rule.name(), rule);
        if (namesake != null) {
          findings.add(
              rule.error(
                  rule.at(),
                  "KF104",
                  "Rule \"%s\" has the name of the rule at %s:%d, expected a name of its own.",
                  rule.name(),
                  namesake.source().name(),
                  namesake.line()));
        }
        attributes(rule, findings);
        metadata(rule, folder, findings);
      }
    }
  }

  private static void attributes(ParsedRule rule, List<Finding> findings) {
    for (var attribute : rule.read().attributes()) {
      findings.add(
          rule.error(
              attribute.at(),
              "KF105",
              "Rule \"%s\" sets %s, expected no attributes. Maybe it is the campaign's data: priority, from, until.",
              rule.name(),
              attribute.name()));
    }
    if (!rule.read().plain()) {
      findings.add(
          rule.error(
              rule.at(),
              "KF105",
              "\"%s\" is a query, extends another rule or has a second then, expected a plain rule.",
              rule.name()));
    }
  }

  private static void metadata(ParsedRule rule, RuleFolder folder, List<Finding> findings) {
    for (var note : rule.notes()) {
      if (note.value() == null) {
        findings.add(
            rule.error(
                note.offset(),
                "KF106",
                "@%s has no quoted text, expected @%s(\"…\").",
                note.name(),
                note.name()));
      }
    }
    var age = rule.note(ParsedRule.MAX_AGE);
    var said = age.map(Source.Note::value).orElse(null);
    if (age.isPresent() && said != null && MaxAge.of(said).isEmpty()) {
      findings.add(
          rule.error(
              age.get().offset(),
              "KF235",
              "@maxAge is \"%s\", expected %s. Maybe @maxAge(\"1d\").",
              said,
              MaxAge.EXPECTED));
    }
    if (rule.derivesSegments()) {
      known(rule, "kind", KINDS, "KF107", findings);
    } else if (!rule.derivesAudience()) {
      known(rule, "campaign", folder.campaigns().keySet(), "KF108", findings);
    }
  }

  private static void known(
      ParsedRule rule, String name, Set<String> known, String code, List<Finding> findings) {
    var note = rule.note(name);
    if (note.isEmpty()) {
      findings.add(
          rule.error(
              rule.at(),
              code,
              "Rule \"%s\" has no @%s(\"…\"). %s",
              rule.name(),
              name,
              Suggestion.of("", known)));
    } else if (note.get().value() != null && !known.contains(note.get().value())) {
      findings.add(
          rule.error(
              note.get().offset(),
              code,
              "@%s(\"%s\") is not known. %s",
              name,
              note.get().value(),
              Suggestion.of(note.get().value(), known)));
    }
  }
}
