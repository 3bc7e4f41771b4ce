package io.knowfirst.server.rulesets.replay;

import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What would these rules change?
 *
 * @param files of edited rules, by path; empty where a version is named
 * @param ruleset hash of a version that is kept, or its beginning; null where files are given
 * @param last how far back the decisions lie
 * @param most the newest of them are replayed
 */
public record Question(
    SortedMap<String, String> files, @Nullable String ruleset, Duration last, int most) {
  public static final Duration LAST = Duration.ofHours(24);
  public static final int MOST = 100_000;

  public Question {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }
}
