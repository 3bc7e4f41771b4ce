package io.knowfirst.server.decide;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A decision as the log keeps it: what was shown to whom and why, fact by fact, with where each
 * fact came from.
 *
 * @param json as the API answers it
 */
public record StoredDecision(String id, JsonNode json) {}
