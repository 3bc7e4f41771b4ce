package io.knowfirst.server.decide;

import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.folder.Holdouts;
import io.knowfirst.server.decide.arbitration.Arbiter;
import io.knowfirst.server.decide.arbitration.ContentResolver;
import io.knowfirst.server.model.Decision.Shown;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A rule base and what is made ready from its folder once, not at each decision. */
public record ActiveRules(RuleBase base, Arbiter arbiter, Holdouts holdouts) {
  public static ActiveRules of(RuleBase base) {
    return new ActiveRules(
        base, new Arbiter(base.folder(), base.specificity()), base.folder().holdouts());
  }

  /** The same, with nobody held out: what a rule does, whoever the visitor is. */
  public ActiveRules withoutHoldouts() {
    return new ActiveRules(base, arbiter, Holdouts.NONE);
  }

  /**
   * The same, for decisions beside those that are served: what overruns there is suspended there.
   */
  public ActiveRules aside() {
    return new ActiveRules(base.aside(), arbiter, holdouts);
  }

  /**
   * A content that no rule chose; with too few products in stock it is shown without any. Null for
   * none.
   */
  @Nullable Shown content(@Nullable String id, ContentResolver showcase) {
    var content = id == null ? null : base.folder().contents().get(id);
    return content == null
        ? null
        : showcase.show(content, Map.of()).orElseGet(() -> showcase.without(content));
  }
}
