package io.knowfirst.server.visitor;

/**
 * What one call erased; all zero but the ids where it was erased before.
 *
 * @param ids of the visitor, which are closed from now on
 * @param decisions entries of the decision log
 * @param recordings of decisions, for replay
 */
public record Erased(int ids, int events, int exposures, int decisions, int recordings) {
  Erased after(int earlierEvents, int earlierExposures) {
    return new Erased(
        ids, events + earlierEvents, exposures + earlierExposures, decisions, recordings);
  }

  Erased with(int decisions, int recordings) {
    return new Erased(ids, events, exposures, decisions, recordings);
  }
}
