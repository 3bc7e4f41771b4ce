package io.knowfirst.server.catalogue;

import java.util.List;

/**
 * How far an upload has come.
 *
 * @param lines read, without empty ones
 * @param stored products now in PostgreSQL as their line says
 * @param changed those of them that were new or different
 * @param rejected lines that were not taken
 * @param problems the first 100 of their reasons
 * @param version of the catalogue after the last change
 */
public record UploadReport(
    long lines,
    long stored,
    long changed,
    long rejected,
    List<LineProblem> problems,
    long version) {
  public UploadReport {
    problems = List.copyOf(problems);
  }
}
