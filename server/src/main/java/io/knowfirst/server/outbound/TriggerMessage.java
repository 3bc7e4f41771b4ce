package io.knowfirst.server.outbound;

import io.knowfirst.server.decide.ContactDecision;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What goes out because a trigger rang.
 *
 * @param rule of the trigger
 * @param due when it rang
 * @param product that it is about; null for none
 */
public record TriggerMessage(
    String rule, String visitor, Instant due, @Nullable String product, ContactDecision decided) {}
