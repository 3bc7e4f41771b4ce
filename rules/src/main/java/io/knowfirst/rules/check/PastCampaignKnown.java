package io.knowfirst.rules.check;

import io.knowfirst.rules.facts.CampaignActivity;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.Suggestion;
import java.util.List;
import java.util.Set;

/** KF263: a rule asks what became of a campaign that there is not. */
final class PastCampaignKnown implements Advice {
  @Override
  public void about(Survey survey, List<Finding> findings) {
    var campaigns = survey.folder().campaigns().keySet();
    for (var rule : survey.all()) {
      for (var fact : rule.facts()) {
        if (CampaignActivity.class.isAssignableFrom(fact.type())) {
          fact.parts().stream()
              .flatMap(part -> part.comparisons().stream())
              .filter(one -> one.property().equals("campaign"))
              .forEach(one -> check(rule.rule(), one, campaigns, findings));
        }
      }
    }
  }

  private static void check(
      ParsedRule rule, LiteralComparison asked, Set<String> campaigns, List<Finding> findings) {
    for (var value : asked.values()) {
      var id = value.text();
      if (id != null && !campaigns.contains(id)) {
        findings.add(
            rule.warning(
                asked.at(),
                "KF263",
                "There is no campaign \"%s\", so nothing of it is counted any more. %s",
                id,
                Suggestion.of(id, campaigns)));
      }
    }
  }
}
