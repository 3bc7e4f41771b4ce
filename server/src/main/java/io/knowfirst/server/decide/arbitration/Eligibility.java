package io.knowfirst.server.decide.arbitration;

import io.knowfirst.rules.facts.History;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;

/**
 * How the visitor stands towards campaigns at the decision's clock.
 *
 * @param granted the purposes that the visitor granted
 * @param history what was shown to them so far
 * @param zone of the visitor's clock
 * @param bounds what bears on it beside the visitor
 */
public record Eligibility(
    Set<String> granted, History history, Instant now, ZoneId zone, MomentBounds bounds) {
  public Eligibility {
    granted = Set.copyOf(granted);
  }

  /** Of a visitor whose clock shows UTC, where nothing else bears on it. */
  public Eligibility(Set<String> granted, History history, Instant now) {
    this(granted, history, now, ZoneOffset.UTC, MomentBounds.NONE);
  }

  /** The clock by which schedules are read. */
  Instant clock() {
    var view = bounds.view();
    return view == null ? now : view.began();
  }
}
