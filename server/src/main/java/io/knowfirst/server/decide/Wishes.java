package io.knowfirst.server.decide;

import io.knowfirst.rules.facts.Touch;
import io.knowfirst.server.decide.arbitration.MomentBounds.Objection;
import io.knowfirst.server.decide.arbitration.ShownCounts.Quota;
import io.knowfirst.server.model.Decision.Placed;
import io.knowfirst.server.profile.Claim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a decision shows of campaigns that are limited for each visitor. */
final class Wishes {
  private static final Wishes NONE = new Wishes(List.of());

  /** Exposures that are looked at, as none that is older can still be held. */
  private static final long HELD_MS = Duration.ofHours(25).toMillis();

  private final List<Wish> all;

  private Wishes(List<Wish> all) {
    this.all = all;
  }

  /** A campaign at a placement, and all that limits it there. */
  private record Wish(String placement, String campaign, List<Quota> quotas) {}

  static Wishes of(Situation situation, Decided decided, boolean ledgered) {
    var arbiter = situation.rules().arbiter();
    if (!ledgered) {
      return NONE;
    }
    List<Wish> wishes = List.of();
    for (var placed : decided.decision().placements()) {
      var id = placed.campaign();
      if (id == null || !arbiter.counts().limits(id) || isKept(situation, placed)) {
        continue;
      }
      var folder = situation.rules().base().folder();
      var campaign = folder.campaigns().get(id);
      if (campaign != null) {
        if (wishes.isEmpty()) {
          wishes = new ArrayList<>();
        }
        var request = situation.request();
        var standing =
            situation.known().standing(request, folder.zone(), situation.outbound().bounds());
        wishes.add(
            new Wish(
                placed.placement(),
                id,
                arbiter.counts().quotas(campaign, request.channel(), standing)));
      }
    }
    return wishes.isEmpty() ? NONE : new Wishes(wishes);
  }

  /** Whether the same page view showed it before, so that it is taken already. */
  static boolean isKept(Situation situation, Placed placed) {
    return kept(situation, placed) != null;
  }

  private static @Nullable String kept(Situation situation, Placed placed) {
    var view = situation.outbound().bounds().view();
    var campaign = placed.campaign();
    return view == null || campaign == null ? null : view.decision(placed.placement(), campaign);
  }

  /** The id that the exposure will have once it is confirmed. */
  static String exposure(Situation situation, Placed placed) {
    return "exposure:" + situation.id() + ":" + placed.placement();
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  /**
   * All of it as one claim.
   *
   * @param now by which what others hold lapses, in milliseconds since the epoch
   */
  Claim claim(Situation situation, Decided decided, long now, Duration lapse) {
    var request = situation.request();
    var wishes = new ArrayList<Claim.Wish>(all.size());
    for (var wish : all) {
      var rooms = new ArrayList<Claim.Room>(wish.quotas().size());
      for (var quota : wish.quotas()) {
        var campaigns = quota.campaigns();
        var channel = quota.channel();
        if (campaigns == null || !campaigns.isEmpty()) {
          rooms.add(
              new Claim.Room(
                  campaigns == null ? Set.of() : campaigns,
                  channel == null ? "" : channel,
                  quota.since().toEpochMilli(),
                  quota.most() - quota.shown()));
        }
      }
      wishes.add(new Claim.Wish(wish.placement(), wish.campaign(), request.channel(), rooms));
    }
    return new Claim(
        situation.id(),
        request.now().toEpochMilli(),
        now,
        now + lapse.toMillis(),
        wishes,
        all.isEmpty() ? Set.of() : confirmed(situation, now),
        viewed(situation, decided));
  }

  private static Set<String> confirmed(Situation situation, long now) {
    var confirmed = new HashSet<String>();
    for (var touch : situation.known().profile().history().all(Touch.Kind.SHOWN)) {
      if (touch.at() < now - HELD_MS) {
        break;
      }
      confirmed.add(touch.event());
    }
    return confirmed;
  }

  private static Claim.@Nullable Viewed viewed(Situation situation, Decided decided) {
    var id = situation.request().pageView();
    if (id == null) {
      return null;
    }
    var view = situation.outbound().bounds().view();
    var seats = new ArrayList<Claim.Seat>();
    for (var placed : decided.decision().placements()) {
      var campaign = placed.campaign();
      var kept = kept(situation, placed);
      seats.add(
          new Claim.Seat(
              placed.placement(),
              campaign == null ? "" : campaign,
              kept == null ? situation.id() : kept));
    }
    var began = view == null ? situation.request().now() : view.began();
    return new Claim.Viewed(id, began.toEpochMilli(), seats);
  }

  /**
   * What was not granted, as objections.
   *
   * @param full for each wish the place of the room that was full, or -1
   */
  List<Objection> refused(int[] full) {
    var refused = new ArrayList<Objection>();
    for (int i = 0; i < all.size() && i < full.length; i++) {
      if (full[i] >= 0) {
        var wish = all.get(i);
        var quotas =
            wish.quotas().stream()
                .filter(quota -> quota.campaigns() == null || !quota.campaigns().isEmpty())
                .toList();
        refused.add(new Objection(wish.placement(), wish.campaign(), quotas.get(full[i]).taken()));
      }
    }
    return refused;
  }
}
