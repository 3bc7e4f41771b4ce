package io.knowfirst.server.quality;

import io.vertx.core.Future;
import java.util.List;

/** Where the counts of all members are added up. */
public interface QualityStore {
  /** Adds to what is there. */
  Future<Void> add(List<QualityFinding> counted);

  /** All that was counted, by kind, the most frequent first. */
  Future<List<QualityFinding>> read();
}
