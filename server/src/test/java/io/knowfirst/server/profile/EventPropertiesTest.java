package io.knowfirst.server.profile;

import static io.knowfirst.server.profile.Happened.event;
import static io.knowfirst.server.profile.Happened.track;
import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.facts.Touch;
import io.knowfirst.server.model.Event;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EventPropertiesTest {
  @Test
  void texts_numbers_and_truth_values_are_kept_and_lists_are_not() {
    var values =
        Map.<String, Object>of(
            "topic", "golf", "pages", 12, "rating", 4.5, "free", true, "tags", List.of("a", "b"));
    var touches = fold(track("v", "1", 0, "Guide Downloaded", List.of(), values)).touches();
    assertThat(touches.get(0).properties())
        .isEqualTo(Map.of("topic", "golf", "pages", "12", "rating", "4.5", "free", "true"));
  }

  @Test
  void an_email_is_named_by_its_campaign_and_a_page_by_its_type() {
    var email = Map.<String, Object>of("campaign_name", "spring", "email_subject", "Up to 50 %");
    var opened = track("v", "1", 0, "Email Opened", List.of(), email);
    assertThat(fold(opened).touches().get(0).properties())
        .containsEntry("campaign", "spring")
        .containsEntry("email_subject", "Up to 50 %");
    var page = Map.<String, Object>of("path", "/returns", "url", "https://shop.example/returns");
    var viewed = event("v", null, "2", Event.Type.PAGE, "help", 0, List.of(), page, Map.of(), null);
    assertThat(fold(viewed).touches().get(0).properties())
        .isEqualTo(Map.of("page", "help", "path", "/returns"));
  }

  @Test
  void a_flood_of_properties_takes_no_more_room_than_there_is() {
    var values = new TreeMap<String, Object>();
    for (int i = 0; i < 90; i++) {
      values.put("name %02d".formatted(i), "x".repeat(40));
    }
    values.put("a long one", "y".repeat(1_000));
    var kept = fold(track("v", "1", 0, "E", List.of(), values)).touches().get(0).properties();
    assertThat(new TreeMap<>(kept)).hasSize(6).containsKeys("name 00", "name 05");
    int length =
        kept.entrySet().stream().mapToInt(e -> e.getKey().length() + e.getValue().length()).sum();
    assertThat(length).isLessThanOrEqualTo(EventProperties.CHARACTERS);
    var small = new TreeMap<String, Object>();
    for (int i = 0; i < 90; i++) {
      small.put("n" + i, i);
    }
    assertThat(fold(track("v", "1", 0, "E", List.of(), small)).touches().get(0).properties())
        .hasSize(EventProperties.MOST);
  }

  @Test
  void the_newest_events_keep_their_properties_and_all_are_counted() {
    var profile = fold(many(1_000).toArray(Event[]::new));
    var did = profile.touches().stream().filter(t -> t.kind() == Touch.Kind.DID).toList();
    assertThat(did.stream().filter(touch -> !touch.properties().isEmpty())).hasSize(200);
    assertThat(did.subList(did.size() - 200, did.size()))
        .allSatisfy(touch -> assertThat(touch.properties()).hasSize(1));
    assertThat(did.stream().mapToInt(Touch::times).sum()).isEqualTo(1_000);
  }

  @Test
  void the_order_in_which_events_come_makes_no_difference() {
    var events = many(600);
    var whole = fold(events.toArray(Event[]::new));
    assertThat(Profile.decoded(whole.encoded())).isEqualTo(whole);
    for (int round = 0; round < 4; round++) {
      var stored = new ArrayList<Stored>();
      for (int i = 0; i < events.size(); i++) {
        stored.add(new Stored(i + 1, events.get(i)));
      }
      Collections.shuffle(stored, new Random(round));
      var profile = Profile.empty("v");
      for (int i = 0; i < stored.size(); i += 50) {
        var next = profile.with(stored.subList(i, i + 50));
        profile = next == null ? whole(stored.subList(0, i + 50)) : next;
      }
      assertThat(profile).isEqualTo(whole);
    }
  }

  private static List<Event> many(int number) {
    var events = new ArrayList<Event>();
    for (int i = 0; i < number; i++) {
      var values = Map.<String, Object>of("topic", "t" + i % 7);
      events.add(track("v", "e" + i, 3 * i, "Guide Downloaded", List.of(), values));
    }
    return events;
  }

  private static Profile fold(Event... events) {
    var stored = new ArrayList<Stored>();
    for (int i = 0; i < events.length; i++) {
      stored.add(new Stored(i + 1, events[i]));
    }
    return whole(stored);
  }

  private static Profile whole(List<Stored> stored) {
    var sorted = new ArrayList<>(stored);
    sorted.sort(java.util.Comparator.comparingLong(Stored::seq));
    return new Fold(Profile.empty("v")).addAll(sorted).profile();
  }
}
