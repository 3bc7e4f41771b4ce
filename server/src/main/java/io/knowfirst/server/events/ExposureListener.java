package io.knowfirst.server.events;

import io.knowfirst.server.model.Event;

/**
 * Is told of each exposure that came in and is no repetition of one that is stored; of one that may
 * not be stored perhaps more than once. Never blocks and never throws.
 */
@FunctionalInterface
public interface ExposureListener {
  void onExposure(Event exposure);
}
