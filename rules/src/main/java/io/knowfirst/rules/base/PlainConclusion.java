package io.knowfirst.rules.base;

import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.rules.facts.Audience;
import io.knowfirst.rules.facts.Member;
import io.knowfirst.rules.facts.Offer;
import java.util.List;
import org.drools.base.base.ValueResolver;
import org.drools.base.rule.consequence.Consequence;
import org.drools.core.rule.consequence.KnowledgeHelper;

/**
 * A {@code then} block that inserts the same whatever was matched. One piece of code stands for all
 * such blocks, so it is warm however many rules there are and however seldom each one fires.
 */
final class PlainConclusion implements Consequence<KnowledgeHelper> {
  private final RuleCard card;
  private final List<Object> facts;
  private final int[][] kinds;

  PlainConclusion(RuleCard card, Reach reach) {
    this.card = card;
    this.facts = card.conclusions().stream().map(PlainConclusion::fact).toList();
    this.kinds =
        facts.stream()
            .map(fact -> fact instanceof Member member ? reach.kinds(member) : new int[0])
            .toArray(int[][]::new);
  }

  private static Object fact(RuleCard.Conclusion conclusion) {
    return switch (conclusion.type()) {
      case "Member" -> new Member(conclusion.id());
      case "Audience" -> new Audience(conclusion.id());
      default ->
          conclusion.content() == null
              ? new Offer(conclusion.id())
              : new Offer(conclusion.id(), conclusion.content());
    };
  }

  @Override
  public String getName() {
    return "default";
  }

  @Override
  public void evaluate(KnowledgeHelper helper, ValueResolver resolver) {
    var session = (Session) resolver;
    var match = helper.getActivation();
    for (int i = 0; i < facts.size(); i++) {
      session.run().derives(card, facts.get(i), match);
      if (facts.get(i) instanceof Member && session.reads(kinds[i])) {
        helper.insert(facts.get(i));
      }
    }
  }
}
