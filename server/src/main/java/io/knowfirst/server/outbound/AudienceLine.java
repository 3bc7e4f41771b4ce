package io.knowfirst.server.outbound;

import io.knowfirst.server.decide.ContactDecision.ChannelChoice;
import io.knowfirst.server.model.Decision.Placed;

/**
 * What one visitor is to be sent at one placement.
 *
 * @param cursor after which a run goes on
 */
public record AudienceLine(
    String cursor, String visitor, ChannelChoice choice, String decision, Placed placed) {}
