package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.Ids;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.folder.Suggestion;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code then} may do. KF109: anything but inserting members and offers. KF110: a segment's
 * rule that makes an offer or the reverse. KF111: an offer for another campaign than the rule's.
 * KF112: an offer of a content that the campaign has not.
 */
final class Conclusions implements Lint {
  @Override
  public List<Finding> check(List<ParsedFile> files, RuleFolder folder) {
    var findings = new ArrayList<Finding>();
    for (var file : files) {
      for (var rule : file.rules()) {
        check(rule, file.rules().size() == 1, folder, findings);
      }
    }
    return findings;
  }

  private static void check(
      ParsedRule rule, boolean alone, RuleFolder folder, List<Finding> findings) {
    if (rule.derivesAudience() && (!alone || !endsAsMade(rule))) {
      findings.add(
          rule.source()
              .error(
                  rule.at(),
                  "KF202",
                  "The audience ends its rule, expected conditions alone. Maybe a \"then\" or \"end\" is too many."));
      return;
    }
    var problem = rule.thenProblem();
    if (problem != null && rule.source().text().startsWith("rule", rule.thenAt() + problem.at())) {
      return; // An "end" is missing, as the reader of the file has said.
    }
    if (problem != null) {
      findings.add(
          rule.source()
              .error(rule.thenAt() + problem.at(), "KF109", String.valueOf(problem.getMessage())));
    } else if (rule.derivations().isEmpty()) {
      findings.add(
          rule.source()
              .error(rule.at(), "KF109", "Rule \"%s\" derives nothing.".formatted(rule.name())));
    }
    var expected = derives(rule);
    for (var derivation : rule.derivations()) {
      int at = rule.thenAt() + derivation.at();
      if (!derivation.type().equals(expected)) {
        findings.add(
            rule.source()
                .error(
                    at,
                    "KF110",
                    "A rule under %s/ inserts %s, expected %s."
                        .formatted(folder(rule), derivation.type(), expected)));
      } else if (expected.equals("Member")
          && rule.source().findings().isEmpty()
          && !Ids.isSound(derivation.id(), Integer.MAX_VALUE)) {
        findings.add(rule.source().error(at, "KF206", Ids.advice("segment", derivation.id())));
      } else if (expected.equals("Offer")) {
        offer(rule, derivation, at, folder, findings);
      }
    }
  }

  /** Whether the {@code then} of an audience is the one that was put behind its author's text. */
  private static boolean endsAsMade(ParsedRule rule) {
    var text = rule.source().text();
    return rule.thenAt() > text.lastIndexOf(ExperimentFile.THEN) && rule.derivations().size() == 1;
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
      ParsedRule rule, Derivation offer, int at, RuleFolder folder, List<Finding> findings) {
    var declared = rule.note("campaign").map(Source.Note::value).orElse(offer.id());
    if (!offer.id().equals(declared)) {
      findings.add(
          rule.source()
              .error(
                  at,
                  "KF111",
                  "The offer is for campaign \"%s\", expected the rule's @campaign(\"%s\")."
                      .formatted(offer.id(), declared)));
    }
    var campaign = folder.campaigns().get(offer.id());
    if (campaign != null
        && offer.content() != null
        && !campaign.contents().contains(offer.content())) {
      findings.add(
          rule.source()
              .error(
                  at,
                  "KF112",
                  "Campaign \"%s\" has no content \"%s\". %s"
                      .formatted(
                          offer.id(),
                          offer.content(),
                          Suggestion.of(offer.content(), campaign.contents()))));
    }
  }
}
