package io.knowfirst.server.replay;

import io.knowfirst.server.decision.Decided;
import io.knowfirst.server.decision.Situation;

/**
 * A decision that waits to be recorded; all of it is immutable.
 *
 * @param second since the epoch in which it was made, whatever the decision's own clock says
 */
record Recording(long second, Situation situation, Decided decided) {}
