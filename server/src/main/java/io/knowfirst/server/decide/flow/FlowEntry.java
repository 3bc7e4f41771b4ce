package io.knowfirst.server.decide.flow;

import java.time.Instant;

/**
 * A visitor's way through a campaign, from entering to leaving. All of it is stored under the id
 * under which they entered, so that each step has one place whoever they turn out to be.
 *
 * @param visitor who entered
 * @param number of the entry among the visitor's into this campaign, from 1
 */
public record FlowEntry(String campaign, String visitor, int number, Instant began) {}
