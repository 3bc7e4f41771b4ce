package io.knowfirst.server.rulesets.versions;

import io.knowfirst.rules.folder.Finding;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a member stands.
 *
 * @param hash of the version that decides here
 * @param since when it came into force here
 * @param refused what would have come into force here and did not; null when nothing since then
 */
public record Status(String hash, Instant since, @Nullable Refusal refused) {
  /**
   * Something that is not in force.
   *
   * @param source who wanted it, as {@link Version#author}
   * @param findings why; empty where the reason is no finding
   */
  public record Refusal(
      Instant at, String source, String hash, String reason, List<Finding> findings) {
    public Refusal {
      findings = List.copyOf(findings);
    }
  }
}
