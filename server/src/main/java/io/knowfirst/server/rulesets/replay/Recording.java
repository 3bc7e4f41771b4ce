package io.knowfirst.server.rulesets.replay;

import io.knowfirst.server.decide.Decided;
import io.knowfirst.server.decide.Situation;

/**
 * A decision that waits to be recorded; all of it is immutable.
 *
 * @param second since the epoch in which it was made, whatever the decision's own clock says
 */
record Recording(long second, Situation situation, Decided decided) {}
