package io.knowfirst.server.rulesets.versions;

import io.knowfirst.rules.folder.Finding;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A version does not go live, with what keeps it from that. */
public final class RulesetRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What sort of thing. */
  public enum Why {
    /** The rules have errors. */
    FINDINGS,
    /** The gate before going live says no. */
    GATE,
    /** No version has the hash, or several have the beginning of one. */
    UNKNOWN,
    /** The version is pending, or is not, where it ought to be otherwise. */
    STATE,
    /** Who approves is who published. */
    SAME_PERSON
  }

  private static final int TOLD = 100;

  private final Why why;
  private final String reason;
  private final transient List<Finding> findings;

  public RulesetRefused(Why why, String message) {
    this(why, message, List.of());
  }

  private RulesetRefused(Why why, String message, List<Finding> findings) {
    super(message, null, false, false);
    this.why = why;
    this.reason = message;
    this.findings = List.copyOf(findings);
  }

  public static RulesetRefused because(List<Finding> findings) {
    var lines =
        findings.stream().limit(TOLD).map(Finding::toString).collect(Collectors.joining("\n"));
    int more = findings.size() - TOLD;
    lines += more > 0 ? "\nand %d more".formatted(more) : "";
    return new RulesetRefused(Why.FINDINGS, lines, findings);
  }

  /** Another version is live than the one that the files were made from. */
  public static RulesetRefused movedOn(String from, @Nullable String live) {
    return new RulesetRefused(
        Why.STATE,
        "The files are based on %s, but %s is live. Maybe rebase them onto it, so that nothing of it is lost."
            .formatted(Rulesets.shown(from), live == null ? "none" : Rulesets.shown(live)));
  }

  /** The same with more findings. */
  public RulesetRefused and(List<Finding> more) {
    return new RulesetRefused(
        why, reason, Stream.concat(findings.stream(), more.stream()).sorted().toList());
  }

  public Why why() {
    return why;
  }

  /** For people; where there are findings the first hundred, one a line. */
  public String reason() {
    return reason;
  }

  /** All that was found, warnings too; empty for other reasons. */
  public List<Finding> findings() {
    return findings;
  }
}
