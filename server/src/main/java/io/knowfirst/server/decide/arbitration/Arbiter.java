package io.knowfirst.server.decide.arbitration;

import io.knowfirst.rules.base.Candidate;
import io.knowfirst.rules.base.Evaluation;
import io.knowfirst.rules.base.RuleFailure;
import io.knowfirst.rules.base.Specificity;
import io.knowfirst.rules.base.StaleFact;
import io.knowfirst.rules.facts.Placement;
import io.knowfirst.rules.folder.CampaignFlow;
import io.knowfirst.rules.folder.Content;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.decide.arbitration.ArbitrationResult.Winner;
import io.knowfirst.server.decide.arbitration.Precedence.Entry;
import io.knowfirst.server.model.Reason.Code;
import io.knowfirst.server.model.Reason.Note;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds at most one winner for a placement among the offers of a rule base, in the {@link
 * Precedence} of their campaigns, so that the same offers always give the same winner. An offer
 * that may not be shown (schedule, consent, cap, group, budget, stock) gives way to the next. A
 * rule that failed costs its own offer: the others have their turn, and a note names it.
 */
public final class Arbiter {
  private static final int NOTES = 12;
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("EEE HH:mm", Locale.ENGLISH);
  private static final ArbitrationResult NO_OFFER =
      new ArbitrationResult(null, List.of(new Note(Code.NO_OFFER, "No rule made an offer here.")));

  private final RuleFolder folder;
  private final Precedence precedence;
  private final ShownCounts counts;

  /** Of rules that ask equally much. */
  public Arbiter(RuleFolder folder) {
    this(folder, Specificity.NONE);
  }

  public Arbiter(RuleFolder folder, Specificity specificity) {
    this.folder = folder;
    this.precedence = new Precedence(specificity);
    this.counts = new ShownCounts(folder);
  }

  /** What limits the exposures of one visitor. */
  public ShownCounts counts() {
    return counts;
  }

  /** Rules on one placement. */
  public ArbitrationResult rule(
      Placement placement, Evaluation evaluation, Eligibility standing, ContentResolver showcase) {
    var notes = new ArrayList<Note>();
    failures(placement, evaluation.failures(), notes);
    stale(placement, evaluation.stale(), notes);
    var entries = entries(placement, evaluation.offers(), standing.bounds().values());
    if (entries.isEmpty()) {
      return notes.isEmpty() ? NO_OFFER : new ArbitrationResult(null, notes);
    }
    var view = standing.bounds().view();
    if (view != null) {
      entries.sort(view.keptFirst(placement.id()));
    }
    Winner winner = null;
    Entry first = null;
    for (var entry : entries) {
      boolean kept = view != null && view.shows(placement.id(), entry.campaign().id());
      if (first != null) {
        note(notes, Code.LOWER_PRIORITY, precedence.beaten(entry, first, entries));
        continue;
      }
      var objection = objection(placement, entry, standing, kept);
      if (objection != null) {
        note(notes, objection.code(), objection.text());
        continue;
      }
      var shown =
          content(entry).flatMap(c -> showcase.show(c, entry.candidate().offer().choices()));
      if (shown.isEmpty()) {
        note(notes, Code.OUT_OF_STOCK, named(entry) + " has too few products in stock that fit");
      } else {
        first = entry;
        winner = new Winner(entry.campaign(), entry.candidate(), shown.get());
      }
    }
    return new ArbitrationResult(winner, notes);
  }

  /** The offers for a placement in the order in which they have their turn. */
  public List<Candidate> inOrder(
      Placement placement, List<Candidate> offers, MeasuredValues values) {
    return entries(placement, offers, values).stream().map(Entry::candidate).toList();
  }

  private List<Entry> entries(Placement placement, List<Candidate> offers, MeasuredValues values) {
    var entries = new ArrayList<Entry>(offers.size());
    for (var candidate : offers) {
      var campaign = folder.campaigns().get(candidate.offer().campaign());
      if (campaign != null
          && campaign.isAt(placement.id(), candidate.offer().choices().get(CampaignFlow.STEP))) {
        entries.add(new Entry(campaign, candidate, values.of(placement.id(), campaign.id())));
      }
    }
    precedence.sort(entries);
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

  private @Nullable Note objection(
      Placement placement, Entry entry, Eligibility standing, boolean kept) {
    var campaign = entry.campaign();
    var closed = kept ? null : outOfSchedule(entry, standing);
    if (closed != null) {
      return closed;
    }
    var purpose = campaign.purpose();
    if (purpose != null && !standing.granted().contains(purpose)) {
      return new Note(
          Code.CONSENT_MISSING, named(entry) + " needs consent to the purpose " + purpose);
    }
    if (kept) {
      return null;
    }
    var view = standing.bounds().view();
    if (view != null && view.showsNothing(placement.id()) && counts.mayChange(campaign)) {
      return new Note(
          Code.PAGE_VIEW_KEPT, named(entry) + " gave way to what this page view shows already");
    }
    var reached = counts.reached(campaign, placement.channel(), standing);
    return reached == null ? standing.bounds().objection(placement.id(), campaign.id()) : reached;
  }

  private @Nullable Note outOfSchedule(Entry entry, Eligibility standing) {
    var campaign = entry.campaign();
    var now = standing.clock();
    var from = campaign.from();
    var until = campaign.until();
    if (from != null && now.isBefore(from)) {
      return new Note(Code.OUT_OF_SCHEDULE, named(entry) + " begins at " + from);
    }
    if (until != null && !now.isBefore(until)) {
      return new Note(Code.OUT_OF_SCHEDULE, named(entry) + " ended at " + until);
    }
    var hours = campaign.limits().hours();
    return hours == null || hours.hold(now, folder.zone(), standing.zone())
        ? null
        : new Note(
            Code.OUT_OF_SCHEDULE,
            "%s has other hours than %s on %s clock"
                .formatted(
                    named(entry),
                    CLOCK.format(now.atZone(hours.ofVisitor() ? standing.zone() : folder.zone())),
                    hours.ofVisitor() ? "the visitor's" : "the shop's"));
  }

  private Optional<Content> content(Entry entry) {
    var chosen = entry.candidate().offer().content();
    var id = chosen != null ? chosen : entry.campaign().contents().get(0);
    return Optional.ofNullable(folder.contents().get(id));
  }

  private static String named(Entry entry) {
    return "Campaign " + entry.campaign().id();
  }

  private static void note(List<Note> notes, Code code, String text) {
    if (notes.size() < NOTES) {
      notes.add(new Note(code, text));
    }
  }
}
