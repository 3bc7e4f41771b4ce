package io.knowfirst.server.decide;

import io.knowfirst.rules.facts.Placement;
import io.knowfirst.server.decide.OutboundMoment.Ring;
import io.knowfirst.server.profile.Profile;
import java.time.Instant;
import java.util.List;

/**
 * A visitor whom the shop may contact.
 *
 * @param now the decision's clock
 * @param placements where something may be shown, of whatever channel
 * @param rings the triggers whose time has come; empty where somebody asked
 */
public record Addressee(
    Profile profile, Instant now, List<Placement> placements, List<Ring> rings) {
  public Addressee {
    placements = List.copyOf(placements);
    rings = List.copyOf(rings);
  }
}
