package io.knowfirst.experiments.report;

/** A number with a smaller one below it, which may be empty. */
record TableCell(String text, String small) {}
