package io.knowfirst.server.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.check.Seen;
import io.knowfirst.server.model.Event;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeenWordsTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  private final List<QualityFinding> counted = new ArrayList<>();

  @Test
  void words_of_the_last_30_days_are_told_as_far_as_they_were_kept() {
    add(Kind.EVENT, "Signed Up", 29, 1);
    add(Kind.UNKNOWN_EVENT, "Read By Nobody", 60, 30);
    add(Kind.EVENT, "Old Name", 60, 31);
    add(Kind.SYNONYM, "purchase -> Order Completed", 60, 1);
    add(Kind.PROPERTY, "Guide Downloaded: topic", 9, 1);
    add(Kind.PROPERTY, "Guide Downloaded: no: colon", 9, 1);
    add(Kind.PROPERTY, DataQuality.OTHERS, 9, 1);
    add(Kind.TRAIT, "plan", 9, 1);
    add(Kind.CITY, "Graz", 9, 1);

    assertThat(SeenWords.lately(counted, NOW))
        .isEqualTo(
            new Seen(
                Set.of("Signed Up", "Read By Nobody"),
                Map.of("Guide Downloaded", Set.of("topic", "no: colon")),
                Set.of("plan"),
                Set.of("Graz")));
  }

  @Test
  void what_is_missing_is_told_once_all_was_counted_for_as_long() {
    add(Kind.EVENT, "Signed Up", 29, 1);
    add(Kind.TRAIT, "plan", 31, 1);
    add(Kind.CITY, "Graz", 31, 1);
    add(Kind.CITY, DataQuality.OTHERS, 3, 2);

    assertThat(SeenWords.whole(counted, NOW))
        .isEqualTo(new Seen(Set.of(), Map.of(), Set.of("plan"), Set.of()));
  }

  @Test
  void names_of_properties_and_traits_are_counted_once_in_ten_minutes() {
    var quality = new DataQuality(() -> NOW, new SimpleMeterRegistry(), new Kept());
    var names = new SeenNames(quality);
    names.see(event(Event.Type.TRACK, "Guide Downloaded", Map.of("topic", "golf"), 0));
    names.see(event(Event.Type.TRACK, "Guide Downloaded", Map.of("topic", "tennis"), 599));
    names.see(event(Event.Type.TRACK, "Guide Downloaded", Map.of("topic", "golf"), 600));
    names.see(event(Event.Type.PAGE, "home", Map.of("path", "/", Event.DEVICE, "mobile"), 0));
    names.see(event(Event.Type.IDENTIFY, "", Map.of("plan", "gold"), 0));
    names.see(event(Event.Type.EXPOSURE, "c", Map.of("campaign", "c"), 0));

    assertThat(quality.findings().result())
        .extracting(one -> one.kind() + " " + one.name() + " " + one.count())
        .containsExactlyInAnyOrder(
            "PROPERTY Guide Downloaded: topic 2", "PROPERTY Page Viewed: path 1", "TRAIT plan 1");
  }

  private static Event event(
      Event.Type type, String name, Map<String, Object> values, int seconds) {
    var at = NOW.plusSeconds(seconds);
    return new Event("e", type, name, "v", null, at, at, List.of(), values, Map.of(), null);
  }

  private void add(Kind kind, String name, int first, int last) {
    counted.add(
        new QualityFinding(
            kind,
            name,
            1,
            NOW.minus(Duration.ofDays(first)),
            NOW.minus(Duration.ofDays(last)),
            Set.of()));
  }

  /** Keeps what was counted in memory. */
  private static final class Kept implements QualityStore {
    private final List<QualityFinding> all = new ArrayList<>();

    @Override
    public Future<Void> add(List<QualityFinding> counted) {
      all.addAll(counted);
      return Future.succeededFuture();
    }

    @Override
    public Future<List<QualityFinding>> read() {
      return Future.succeededFuture(List.copyOf(all));
    }
  }
}
