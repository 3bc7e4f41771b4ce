package io.knowfirst.rules.facts;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A place in a channel that the request asks about. Rules rarely need it: a campaign's placements
 * are campaign data.
 *
 * @param id for example {@code home-hero}
 * @param channel for example {@code web}, {@code app}, {@code email}
 * @param content the id of the content shown by default; null shows nothing
 */
public record Placement(String id, String channel, @Nullable String content) implements Fact {
  @Override
  public Map<String, Object> values() {
    return Map.of("id", id, "channel", channel);
  }

  @Override
  public List<Origin> origins() {
    return List.of();
  }
}
