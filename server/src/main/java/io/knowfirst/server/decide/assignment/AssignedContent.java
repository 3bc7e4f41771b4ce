package io.knowfirst.server.decide.assignment;

import io.knowfirst.experiments.assignment.Assignment;
import io.knowfirst.rules.folder.Dimension;
import java.util.List;

/**
 * A visitor's part in an experiment.
 *
 * @param content id of what the variation shows
 * @param segments by which the experiment's report is cut
 */
public record AssignedContent(Assignment assignment, String content, List<Dimension> segments) {
  public AssignedContent {
    segments = List.copyOf(segments);
  }
}
