package io.knowfirst.server.decide;

import io.knowfirst.server.decide.arbitration.Eligibility;
import io.knowfirst.server.decide.arbitration.MomentBounds;
import io.knowfirst.server.events.Intake;
import io.knowfirst.server.model.Decision.Taken;
import io.knowfirst.server.model.DecisionRequest;
import io.knowfirst.server.model.Reason.Code;
import io.knowfirst.server.model.Reason.Granted;
import io.knowfirst.server.model.Reason.Note;
import io.knowfirst.server.model.Unproven;
import io.knowfirst.server.profile.Profile;
import io.knowfirst.server.profile.Profiles;
import io.knowfirst.server.profile.Receipt;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the visitor when the decision begins, with the request's own events folded in.
 *
 * @param notes what was missing
 * @param taken what became of the request's events; null where it had none
 */
public record Known(Profile profile, Set<String> granted, List<Note> notes, @Nullable Taken taken) {
  private static final Note NEW_VISITOR =
      new Note(Code.PROFILE_MISSING, "Nothing was known of this visitor before.");
  private static final Note UNAVAILABLE =
      new Note(
          Code.PROFILE_UNAVAILABLE,
          "The profile could not be read, so the visitor was decided for as an anonymous one.");
  private static final Note ERASED =
      new Note(
          Code.VISITOR_ERASED,
          "The visitor was erased: nothing is known or stored of this id. Maybe give a person who comes back a"
              + " new id.");
  private static final Note UNPROVEN =
      new Note(
          Code.PROFILE_MISSING,
          "Nobody proved who the visitor is, so no profile was read. Maybe send a visitor's token.");
  private static final Note NOT_STORED =
      new Note(
          Code.EVENTS_NOT_STORED,
          "The request's events could not be stored and were not used. Maybe send them again later.");
  private static final Note NO_CONSENT =
      new Note(
          Code.CONSENT_MISSING,
          "The profile was not read: the visitor has not granted the purpose personalization. Maybe send a"
              + " consent event.");
  private static final Note CONTEXTUAL =
      new Note(Code.CONTEXTUAL, "Decided from the context alone, for nobody in particular.");
  private static final Note REFUSED_CONSENT =
      new Note(
          Code.CONSENT_MISSING,
          "The profile was not read: the visitor has refused the purpose personalization, or withdrawn it.");

  private static final Note EXPIRED_CONSENT =
      new Note(
          Code.CONSENT_MISSING,
          "The profile was not read: the visitor's consent to the purpose personalization has ended. Maybe ask"
              + " again.");

  public Known {
    granted = Set.copyOf(granted);
    notes = List.copyOf(notes);
  }

  /** What a profile tells, as it is. */
  public static Known of(Profile profile, Instant now) {
    return of(profile, profile.firstSeen() != 0, now);
  }

  /**
   * As above.
   *
   * @param seenBefore whether the visitor was ever seen, apart from what is supposed of them
   */
  static Known of(Profile profile, boolean seenBefore, Instant now) {
    return of(profile, seenBefore, now, List.of(), null);
  }

  /** Stores the events, then finds the profile; never fails. */
  static Future<Known> gather(DecisionRequest request, Intake intake, Profiles profiles) {
    if (request.isContextual()) {
      var nobody = Profile.empty(request.visitor());
      return Future.succeededFuture(new Known(nobody, Set.of(), List.of(CONTEXTUAL), null));
    }
    if (request.events().isEmpty()) {
      return find(request, profiles, List.of(), null);
    }
    return intake
        .accept(request.events())
        .compose(
            receipts -> find(request, profiles, notes(receipts), taken(receipts)),
            away -> find(request, profiles, List.of(NOT_STORED), new Taken(0, 0, false)));
  }

  /**
   * How the visitor stands towards campaigns.
   *
   * @param shop the zone of the shop's clock
   */
  Eligibility standing(DecisionRequest request, ZoneId shop, MomentBounds bounds) {
    var told = request.context().timezone();
    var zone =
        told != null
            ? told
            : granted.contains(FactSheet.PERSONALIZATION) ? TriggerTimes.zone(profile, shop) : shop;
    return new Eligibility(granted, profile.history(), request.now(), zone, bounds);
  }

  private static Future<Known> find(
      DecisionRequest request, Profiles profiles, List<Note> notes, @Nullable Taken taken) {
    if (Unproven.is(request.visitor())) {
      var nobody = Profile.empty(request.visitor());
      return Future.succeededFuture(new Known(nobody, Set.of(), with(notes, UNPROVEN), taken));
    }
    return profiles
        .find(request.visitor())
        .map(
            profile ->
                request.own() && !profile.visitor().equals(request.visitor())
                    ? Profile.empty(request.visitor())
                    : profile)
        .map(profile -> of(profile, seenBefore(profile, request), request.now(), notes, taken))
        .otherwise(
            unavailable ->
                of(
                    Profile.empty(request.visitor()),
                    false,
                    request.now(),
                    with(notes, UNAVAILABLE),
                    taken));
  }

  /** Whether anything is known of the visitor but what the request itself brought. */
  private static boolean seenBefore(Profile profile, DecisionRequest request) {
    long first = profile.firstSeen();
    return first != 0
        && request.events().stream().noneMatch(event -> event.at().toEpochMilli() == first);
  }

  private static Known of(
      Profile profile, boolean seenBefore, Instant now, List<Note> notes, @Nullable Taken taken) {
    var granted = profile.granted(now);
    if (granted.contains(FactSheet.PERSONALIZATION) && profile.dropped() > 0) {
      return new Known(profile, granted, with(notes, shortened(profile.dropped())), taken);
    }
    if (granted.contains(FactSheet.PERSONALIZATION) || notes.contains(UNAVAILABLE)) {
      return new Known(profile, granted, notes, taken);
    }
    return new Known(profile, granted, with(notes, missing(profile, seenBefore)), taken);
  }

  private static Note missing(Profile profile, boolean seenBefore) {
    if (profile.isErased()) {
      return ERASED;
    }
    var grant = profile.consents().get(FactSheet.PERSONALIZATION);
    if (grant != null) {
      return grant.granted() ? EXPIRED_CONSENT : REFUSED_CONSENT;
    }
    return seenBefore ? NO_CONSENT : NEW_VISITOR;
  }

  /** The consents that personal facts, and a campaign with a purpose, rest on. */
  List<Granted> grants(@Nullable String purpose) {
    var asked = purpose == null ? FactSheet.PERSONALIZATION : purpose;
    var grants = new ArrayList<Granted>(2);
    for (var one : new TreeSet<>(Arrays.asList(FactSheet.PERSONALIZATION, asked))) {
      var grant = profile.consents().get(one);
      if (grant != null && granted.contains(one)) {
        grants.add(new Granted(one, grant.origin()));
      }
    }
    return grants;
  }

  private static Note shortened(int dropped) {
    return new Note(
        Code.HISTORY_SHORTENED,
        "The profile keeps the newest of each kind of event; %d older ones were not looked at."
            .formatted(dropped));
  }

  private static Taken taken(List<Receipt> receipts) {
    int duplicates = (int) receipts.stream().filter(Receipt::isDuplicate).count();
    int withheld = (int) receipts.stream().filter(Receipt::isWithheld).count();
    return new Taken(receipts.size() - duplicates - withheld, duplicates, withheld, true);
  }

  private static List<Note> notes(List<Receipt> receipts) {
    return receipts.stream().map(OrderNotes::of).flatMap(Optional::stream).distinct().toList();
  }

  private static List<Note> with(List<Note> notes, Note more) {
    var all = new ArrayList<>(notes);
    all.add(more);
    return List.copyOf(all);
  }
}
