package io.knowfirst.server.rulesets.versions;

import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.folder.RuleFolderException;
import io.knowfirst.server.decide.ActiveRules;
import io.knowfirst.server.model.Actor;
import io.knowfirst.server.rulesets.versions.AuditEntry.What;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a version decide: in PostgreSQL first, then here. What it waits for, it waits for on the
 * thread that calls, but for what is ready to decide at once.
 */
final class Activation {
  private static final Logger LOG = LoggerFactory.getLogger(Activation.class);

  private final Rulesets.Settings settings;
  private final RulesetStore store;
  private final Versions versions;
  private final Candidates candidates;
  private final ActiveRuleset inForce;
  private final LastRefusal refusal;
  private final RulesetMeter meter;

  Activation(
      Rulesets.Settings settings,
      RulesetStore store,
      Versions versions,
      Candidates candidates,
      ActiveRuleset inForce,
      LastRefusal refusal,
      RulesetMeter meter) {
    this.settings = settings;
    this.store = store;
    this.versions = versions;
    this.candidates = candidates;
    this.inForce = inForce;
    this.refusal = refusal;
    this.meter = meter;
  }

  /** What somebody wants now. */
  AuditEntry wish(Actor actor, What what, String hash, String reason) {
    return new AuditEntry(settings.clock().instant(), actor, what, hash, reason);
  }

  /**
   * Keeps files, and lets them decide unless they wait for an approval.
   *
   * @param inspection what came of their check
   * @throws RulesetRefused where they may not decide
   */
  Publication publish(Proposal proposal, Inspection inspection, long began) {
    proposal.files().keySet().forEach(Archive::checkPath);
    var hash = RuleFolder.hash(proposal.files());
    var wish = wish(proposal.author(), What.PUBLISHED, hash, proposal.message());
    var candidate = candidate(wish, inspection, proposal.most());
    var approver = proposal.approver();
    boolean may = !settings.fourEyes() || approver != null;
    var live = RuleThread.await(store.publish(wish, proposal.files(), may, proposal.after()));
    if (approver != null) {
      RuleThread.await(store.log(wish(approver, What.APPROVED, hash, proposal.message())));
    }
    return taken(wish, candidate, live, began).with(inspection.findings());
  }

  /**
   * Lets a version decide that is kept.
   *
   * @throws RulesetRefused where it may not
   */
  Publication approve(AuditEntry wish, Inspection inspection, long began) {
    return goLive(wish, candidate(wish, inspection, 1), began);
  }

  /** Lets a version decide again. */
  Publication goLive(AuditEntry wish, ActiveRules rules, long began) {
    return taken(wish, rules, RuleThread.await(store.goLive(wish)), began);
  }

  /** As {@link #goLive}, without a wait. */
  Future<Publication> goLiveAtOnce(AuditEntry wish, ActiveRules rules, long began) {
    return store
        .goLive(wish)
        .compose(
            live -> {
              boolean changed = taken(wish, rules, live, began, true);
              return versions.find(wish.hash()).map(version -> new Publication(version, changed));
            });
  }

  /**
   * What decides in PostgreSQL decides here too.
   *
   * @throws RulesetRefused where it does not compile here
   */
  void follow() {
    var live = RuleThread.await(store.live());
    var hash = live.hash();
    if (hash == null || live.change() <= inForce.change()) {
      return;
    }
    if (inForce.is(hash)) {
      inForce.stays(live.change());
      return;
    }
    var recent = inForce.recent(hash).orElse(null);
    if (recent == null && refusal.is(hash)) {
      return; // It did not compile here a moment ago.
    }
    var wish = wish(Actor.itself("another member"), What.PUBLISHED, hash, "");
    try {
      install(
          recent == null ? candidates.prepared(candidates.stored(hash)) : recent, live.change());
    } catch (RulesetRefused refused) {
      refuse(wish, refused);
      throw refused;
    }
  }

  /** Files that could not even be read. */
  void unreadable(String author, RuleFolderException why) {
    refuse(
        wish(Actor.itself(author), What.REFUSED, "", ""), RulesetRefused.because(why.findings()));
  }

  private ActiveRules candidate(AuditEntry wish, Inspection inspection, double most) {
    try {
      var candidate = candidates.prepared(inspection);
      if (inForce.change() >= 0) {
        candidates.pass(candidate, inForce.now().rules(), most);
      }
      return candidate;
    } catch (RulesetRefused refused) {
      refuse(wish, refused);
      throw refused(wish, refused);
    }
  }

  /** Keeps what was refused and to whom. */
  RulesetRefused refused(AuditEntry wish, RulesetRefused refused) {
    RuleThread.await(store.log(wish(wish.actor(), What.REFUSED, wish.hash(), refused.reason())));
    return refused;
  }

  private void refuse(AuditEntry wish, RulesetRefused refused) {
    meter.refused();
    refusal.tell(wish, refused, inForce);
  }

  private Publication taken(AuditEntry wish, ActiveRules candidate, LiveVersion live, long began) {
    boolean changed = taken(wish, candidate, live, began, wish.hash().equals(live.hash()));
    return new Publication(RuleThread.await(versions.find(wish.hash())), changed);
  }

  private boolean taken(
      AuditEntry wish, ActiveRules candidate, LiveVersion live, long began, boolean decides) {
    boolean changed = decides && live.change() > inForce.change();
    if (decides && install(candidate, live.change())) {
      meter.live(began);
      LOG.info(
          "Rules {} are in force: {} by {}",
          Rulesets.shown(wish.hash()),
          wish.what().word(),
          wish.who());
    }
    return changed;
  }

  private boolean install(ActiveRules rules, long change) {
    boolean other = !inForce.is(rules.base().hash());
    inForce.install(rules, change, settings.clock().instant());
    refusal.clear();
    if (other) {
      meter.changed();
    }
    return other;
  }
}
