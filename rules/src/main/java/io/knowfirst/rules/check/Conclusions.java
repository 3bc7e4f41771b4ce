package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.Ids;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.folder.Suggestion;
import io.knowfirst.rules.language.Conclusion;
import io.knowfirst.rules.language.Expression;
import io.knowfirst.rules.language.Expression.Literal;
import io.knowfirst.rules.language.Expression.Name;
import io.knowfirst.rules.language.Expression.Property;
import io.knowfirst.rules.language.TreeText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@code then} may do. KF109: anything but inserting members and offers. KF110: a segment's
 * rule that makes an offer or the reverse. KF111: an offer for another campaign than the rule's.
 * KF112: an offer of a content that the campaign has not.
 */
final class Conclusions implements Lint {
  @Override
  public void check(List<ParsedFile> files, RuleFolder folder, List<Finding> findings) {
    for (var file : files) {
      for (var rule : file.rules()) {
        check(rule, file.rules().size() == 1, folder, findings);
      }
    }
  }

  private static void check(
      ParsedRule rule, boolean alone, RuleFolder folder, List<Finding> findings) {
    if (rule.derivesAudience() && (!alone || !endsAsMade(rule))) {
      findings.add(
          rule.error(
              rule.at(),
              "KF202",
              "The audience ends its rule, expected conditions alone. Maybe a \"then\" or \"end\" is too many."));
      return;
    }
    var problem = rule.read().thenProblem();
    if (problem != null && rule.source().text().startsWith("rule", problem.at())) {
      return; // An "end" is missing, as the reader of the file has said.
    }
    if (problem != null) {
      findings.add(rule.error(problem));
    } else if (rule.conclusions().isEmpty()) {
      findings.add(rule.error(rule.at(), "KF109", "Rule \"%s\" derives nothing.", rule.name()));
    }
    var expected = derives(rule);
    for (var conclusion : rule.conclusions()) {
      int at = conclusion.at();
      conclusion
          .told()
          .flatMap(one -> value(rule, one).stream())
          .findFirst()
          .ifPresent(findings::add);
      if (!conclusion.type().equals(expected)) {
        findings.add(
            rule.error(
                at,
                "KF110",
                "A rule under %s/ inserts %s, expected %s.",
                folder(rule),
                conclusion.type(),
                expected));
      } else if (expected.equals("Member")
          && rule.source().findings().isEmpty()
          && !Ids.isSound(conclusion.id(), Integer.MAX_VALUE)) {
        findings.add(rule.error(at, "KF206", Ids.advice("segment", conclusion.id())));
      } else if (expected.equals("Offer")) {
        offer(rule, conclusion, at, folder, findings);
      }
    }
  }

  /** Whether the {@code then} of an audience is the one that was put behind its author's text. */
  private static boolean endsAsMade(ParsedRule rule) {
    var text = rule.source().text();
    return rule.read().thenAt() > text.lastIndexOf(ExperimentFile.THEN)
        && rule.conclusions().size() == 1;
  }

  private static String derives(ParsedRule rule) {
    return rule.derivesAudience() ? "Audience" : rule.derivesSegments() ? "Member" : "Offer";
  }

  private static String folder(ParsedRule rule) {
    return rule.derivesAudience()
        ? "experiments"
        : rule.derivesSegments() ? "segments" : "campaigns";
  }

  private static void offer(
      ParsedRule rule, Conclusion offer, int at, RuleFolder folder, List<Finding> findings) {
    var declared = rule.note("campaign").map(Source.Note::value).orElse(offer.id());
    if (!offer.id().equals(declared)) {
      findings.add(
          rule.error(
              at,
              "KF111",
              "The offer is for campaign \"%s\", expected the rule's @campaign(\"%s\").",
              offer.id(),
              declared));
    }
    var campaign = folder.campaigns().get(offer.id());
    var content = offer.namedContent();
    if (campaign != null && content != null && !campaign.contents().contains(content)) {
      findings.add(
          rule.error(
              at,
              "KF112",
              "Campaign \"%s\" has no content \"%s\". %s",
              offer.id(),
              content,
              Suggestion.of(content, campaign.contents())));
    }
  }

  /** What is wrong with something that an offer is told. */
  private static Optional<Finding> value(ParsedRule rule, Expression told) {
    if (told instanceof Literal literal
        && (literal.value() instanceof String || literal.value() instanceof Number)) {
      return Optional.empty();
    } else if (told instanceof Property property && property.owner() != null) {
      var wrong =
          Stream.concat(Stream.of(property.owner()), property.arguments().stream())
              .flatMap(one -> value(rule, one).stream())
              .findFirst();
      return wrong.isPresent() || Vocabulary.isCallable(property.name())
          ? wrong
          : Optional.of(
              rule.error(told.at(), "KF109", "\"%s\" is no property of a fact.", property.name()));
    }
    return told instanceof Name name && rule.bound().contains(name.word())
        ? Optional.empty()
        : Optional.of(
            rule.error(
                told.at(),
                "KF109",
                "Found \"%s\" in the then block, expected a quoted text, a number or a variable that the conditions bind%s.",
                TreeText.of(told),
                rule.bound().isEmpty() ? "" : " (" + String.join(", ", rule.bound()) + ")"));
  }
}
