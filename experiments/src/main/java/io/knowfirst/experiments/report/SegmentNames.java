package io.knowfirst.experiments.report;

import java.util.List;

/** Names of cuts that a reader's language may have words for, as a value of a sentence. */
record SegmentNames(List<String> names) {
  SegmentNames {
    names = List.copyOf(names);
  }
}
