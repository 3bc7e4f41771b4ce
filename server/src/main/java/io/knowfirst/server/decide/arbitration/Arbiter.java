package io.knowfirst.server.decide.arbitration;

import io.knowfirst.rules.base.Candidate;
import io.knowfirst.rules.base.Evaluation;
import io.knowfirst.rules.base.RuleFailure;
import io.knowfirst.rules.base.StaleFact;
import io.knowfirst.rules.facts.Placement;
import io.knowfirst.rules.facts.Touch;
import io.knowfirst.rules.folder.Campaign;
import io.knowfirst.rules.folder.CampaignFlow;
import io.knowfirst.rules.folder.Content;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.decide.arbitration.ArbitrationResult.Winner;
import io.knowfirst.server.model.Reason.Code;
import io.knowfirst.server.model.Reason.Note;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds at most one winner for a placement among the offers of a rule base. The highest priority
 * wins; among equals the campaign whose id sorts first, so that the same offers always give the
 * same winner. An offer that may not be shown (schedule, consent, cap, stock) gives way to the
 * next. A rule that failed costs its own offer: the others have their turn, and a note names it.
 */
public final class Arbiter {
  private static final int NOTES = 12;
  private static final Comparator<Entry> PRECEDENCE =
      Comparator.comparingInt((Entry e) -> -e.campaign.priority())
          .thenComparing(e -> e.campaign.id());

  private static final ArbitrationResult NO_OFFER =
      new ArbitrationResult(null, List.of(new Note(Code.NO_OFFER, "No rule made an offer here.")));

  private final RuleFolder folder;

  public Arbiter(RuleFolder folder) {
    this.folder = folder;
  }

  private record Entry(Campaign campaign, Candidate candidate) {}

  /** Rules on one placement. */
  public ArbitrationResult rule(
      Placement placement, Evaluation evaluation, Eligibility standing, ContentResolver showcase) {
    var notes = new ArrayList<Note>();
    failures(placement, evaluation.failures(), notes);
    stale(placement, evaluation.stale(), notes);
    var entries = entries(placement, evaluation.offers());
    if (entries.isEmpty()) {
      return notes.isEmpty() ? NO_OFFER : new ArbitrationResult(null, notes);
    }
    Winner winner = null;
    for (var entry : entries) {
      if (winner != null) {
        note(notes, Code.LOWER_PRIORITY, beaten(entry, winner));
        continue;
      }
      var objection = objection(entry, standing);
      if (objection != null) {
        note(notes, objection.code(), objection.text());
        continue;
      }
      var shown = content(entry).flatMap(c -> showcase.show(c, entry.candidate.offer().choices()));
      if (shown.isEmpty()) {
        note(notes, Code.OUT_OF_STOCK, named(entry) + " has too few products in stock that fit");
      } else {
        winner = new Winner(entry.campaign, entry.candidate, shown.get());
      }
    }
    return new ArbitrationResult(winner, notes);
  }

  /** The offers for a placement in the order in which they have their turn. */
  public List<Candidate> inOrder(Placement placement, List<Candidate> offers) {
    return entries(placement, offers).stream().map(Entry::candidate).toList();
  }

  private List<Entry> entries(Placement placement, List<Candidate> offers) {
    var entries = new ArrayList<Entry>(offers.size());
    for (var candidate : offers) {
      var campaign = folder.campaigns().get(candidate.offer().campaign());
      if (campaign != null
          && campaign.isAt(placement.id(), candidate.offer().choices().get(CampaignFlow.STEP))) {
        entries.add(new Entry(campaign, candidate));
      }
    }
    entries.sort(PRECEDENCE);
    return entries;
  }

  /** Notes the rules whose failure may have cost the placement an offer. */
  private void failures(Placement placement, List<RuleFailure> failures, List<Note> notes) {
    for (var failure : failures) {
      if (concerns(placement, failure.campaigns())) {
        note(notes, Code.RULE_FAILED, failure.text());
      }
    }
  }

  /** Notes the facts that were too old for a rule that might have made an offer here. */
  private void stale(Placement placement, List<StaleFact> stale, List<Note> notes) {
    for (var one : stale) {
      if (concerns(placement, one.campaigns())) {
        note(notes, Code.STALE_FACT, one.text());
      }
    }
  }

  private boolean concerns(Placement placement, Set<String> campaigns) {
    return campaigns.stream()
        .map(folder.campaigns()::get)
        .anyMatch(campaign -> campaign != null && campaign.placements().contains(placement.id()));
  }

  private static @Nullable Note objection(Entry entry, Eligibility standing) {
    var campaign = entry.campaign;
    var from = campaign.from();
    var until = campaign.until();
    if (from != null && standing.now().isBefore(from)) {
      return new Note(Code.OUT_OF_SCHEDULE, named(entry) + " begins at " + from);
    }
    if (until != null && !standing.now().isBefore(until)) {
      return new Note(Code.OUT_OF_SCHEDULE, named(entry) + " ended at " + until);
    }
    var purpose = campaign.purpose();
    if (purpose != null && !standing.granted().contains(purpose)) {
      return new Note(
          Code.CONSENT_MISSING, named(entry) + " needs consent to the purpose " + purpose);
    }
    return capReached(entry, standing);
  }

  private static @Nullable Note capReached(Entry entry, Eligibility standing) {
    var cap = entry.campaign.cap();
    if (cap == null) {
      return null;
    }
    long since = standing.now().minus(Duration.ofDays(cap.days())).toEpochMilli();
    int shown = standing.history().count(Touch.Kind.SHOWN, entry.campaign.id(), since);
    return shown < cap.times()
        ? null
        : new Note(
            Code.CAP_REACHED,
            "%s was shown %d times within %d days, its cap is %d"
                .formatted(named(entry), shown, cap.days(), cap.times()));
  }

  private Optional<Content> content(Entry entry) {
    var chosen = entry.candidate.offer().content();
    var id = chosen != null ? chosen : entry.campaign.contents().get(0);
    return Optional.ofNullable(folder.contents().get(id));
  }

  private static String beaten(Entry entry, Winner winner) {
    if (entry.campaign.id().equals(winner.campaign().id())) {
      return named(entry) + " made another offer, by rule \"" + rule(entry) + "\"";
    }
    return named(entry)
        + " (priority "
        + entry.campaign.priority()
        + ") gave way to "
        + winner.campaign().id()
        + " (priority "
        + winner.campaign().priority()
        + ")";
  }

  private static String named(Entry entry) {
    return "Campaign " + entry.campaign.id();
  }

  private static String rule(Entry entry) {
    return entry.candidate.firing().rule();
  }

  private static void note(List<Note> notes, Code code, String text) {
    if (notes.size() < NOTES) {
      notes.add(new Note(code, text));
    }
  }
}
