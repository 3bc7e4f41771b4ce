package io.knowfirst.rules.folder;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How bad a finding is, worst first. An error keeps a folder from going live. */
public enum Severity {
  ERROR,
  WARNING,
  INFO;

  /** As it stands in reports. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
