package io.knowfirst.server.outbound;

import io.knowfirst.server.decide.ContactDecision;
import java.time.Instant;

/**
 * What goes out because a step of a campaign was due.
 *
 * @param entry which of the visitor's entries into the campaign it belongs to, from 1
 * @param due when the visitor came to the step
 */
public record StepMessage(
    String campaign,
    String step,
    int entry,
    String visitor,
    Instant due,
    ContactDecision decided) {}
