package io.knowfirst.server.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a person may do. Each role also reads what readers read; a person may have several. */
public enum Role implements Grant {
  /** Reads reports, rules, experiments and their history. */
  READER,
  /** Writes drafts of rules and experiments, checks and replays them. */
  AUTHOR,
  /** Approves, publishes and rolls back; starts, decides and stops experiments. */
  APPROVER,
  /** Manages users and keys, reads the audit and the metrics. */
  OPERATOR,
  /** Looks up, exports and erases visitors. */
  PRIVACY;

  @Override
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Role> of(String word) {
    return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
  }
}
