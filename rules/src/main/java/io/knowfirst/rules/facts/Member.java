package io.knowfirst.rules.facts;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The visitor belongs to a segment. Derived by the rules of {@code segments/} ({@code then
 * insert(new Member("jeans-buyers"));}) and read by those of {@code campaigns/}.
 *
 * @param asOf when the oldest fact that it rests on was last known to be so; null where nobody asks
 */
public record Member(String segment, @Nullable Instant asOf) implements Fact {
  public Member(String segment) {
    this(segment, null);
  }

  /** Two are the same where the segment is, however old what they rest on. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Member member && segment.equals(member.segment);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(segment);
  }

  @Override
  public Map<String, Object> values() {
    return Map.of("segment", segment);
  }

  @Override
  public List<Origin> origins() {
    return List.of();
  }
}
