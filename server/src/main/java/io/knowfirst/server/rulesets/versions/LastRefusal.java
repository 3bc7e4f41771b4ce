package io.knowfirst.server.rulesets.versions;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was to come into force last and did not, until something else does. */
final class LastRefusal {
  private static final Logger LOG = LoggerFactory.getLogger(LastRefusal.class);

  private volatile Status.@Nullable Refusal last;

  Status.@Nullable Refusal now() {
    return last;
  }

  boolean is(String hash) {
    var current = last;
    return current != null && current.hash().equals(hash);
  }

  void clear() {
    last = null;
  }

  /** Keeps it for who asks, and tells it in the log with every finding. */
  void tell(AuditEntry wish, RulesetRefused refused, ActiveRuleset inForce) {
    last =
        new Status.Refusal(
            wish.at(), wish.who(), wish.hash(), refused.reason(), refused.findings());
    LOG.warn(
        "Rules {} by {} are refused{}:\n{}",
        Rulesets.shown(wish.hash()),
        wish.who(),
        inForce.change() < 0
            ? ""
            : "; " + Rulesets.shown(inForce.now().rules().base().hash()) + " decides on",
        refused.reason());
  }
}
