package io.knowfirst.server.rulesets.versions;

import io.knowfirst.rules.folder.Finding;
import java.util.List;
import java.util.stream.Stream;

/**
 * What came of a wish to publish.
 *
 * @param changed whether another version decides than before
 * @param findings warnings and hints of the check; none where nothing was checked
 */
public record Publication(Version version, boolean changed, List<Finding> findings) {
  public Publication {
    findings = List.copyOf(findings);
  }

  Publication(Version version, boolean changed) {
    this(version, changed, List.of());
  }

  /** The same with more findings. */
  public Publication and(List<Finding> more) {
    return with(Stream.concat(findings.stream(), more.stream()).sorted().toList());
  }

  Publication with(List<Finding> found) {
    return new Publication(version, changed, found);
  }
}
