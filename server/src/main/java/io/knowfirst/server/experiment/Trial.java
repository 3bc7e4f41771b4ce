package io.knowfirst.server.experiment;

import io.knowfirst.experiments.assignment.Assignment;

/**
 * A visitor's part in an experiment.
 *
 * @param content id of what the variation shows
 */
public record Trial(Assignment assignment, String content) {}
