package io.knowfirst.server.decide.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.folder.FolderReading;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.model.Event;
import io.knowfirst.server.profile.Profile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlowTest {
  private static final Instant START = Instant.parse("2026-03-20T09:00:00Z");
  private static final Set<String> NEW = Set.of("new");

  private static final RuleFolder FOLDER =
      folder(
          """
          id: hello
          style: steps
          enter: new
          again: 30d
          exit: {event: Cancelled, segment: gone}
          priority: 50
          purpose: personalization
          steps:
            - {show: banner, at: home, for: 3d}
            - if: {clicked: banner}
              then:
                - {send: thanks, at: mail}
              else:
                - wait: 2d
                - {send: reminder, at: [mail, letter]}
            - wait: 12h
            - {step: last, show: banner, at: home, for: 1d}
          """);

  private static RuleFolder folder(String campaign) {
    var files = new TreeMap<String, String>();
    files.put("shop.yaml", "timezone: Europe/Berlin\ncurrency: EUR\n");
    files.put(
        "placements.yaml",
        """
        - {id: home, channel: web}
        - {id: mail, channel: email}
        - {id: letter, channel: post}
        """);
    files.put("campaigns/hello.yaml", campaign);
    for (var content : List.of("banner", "thanks", "reminder")) {
      files.put("contents/" + content + ".yaml", "headline: " + content + "\n");
    }
    var reading = FolderReading.of(files);
    assertThat(reading.findings()).isEmpty();
    return reading.folder();
  }

  private static FlowState state(
      RuleFolder folder, List<Event> events, Instant now, Set<String> segments, boolean supposed) {
    var profile = Profile.of("v", events);
    var view =
        new FlowView(folder, "v", profile.history(now.toEpochMilli()), now, segments, supposed);
    return Flows.of(List.copyOf(folder.campaigns().values()), view).get(0);
  }

  private static Event track(String name, Duration after, Map<String, Object> values) {
    var at = START.plus(after);
    return new Event(
        name + after, Event.Type.TRACK, name, "v", null, at, at, List.of(), values, Map.of(), null);
  }

  private static Event click(Duration after) {
    return track("Promotion Clicked", after, Map.of("promotion_id", "hello"));
  }

  private static List<Event> entered() {
    var state = state(FOLDER, List.of(), START, NEW, false);
    return new ArrayList<>(
        state.moves().stream().map(move -> move.event(START, List.of())).toList());
  }

  private static String told(FlowState state) {
    var at = state.at();
    return at == null ? "" : at.told().step();
  }

  @Test
  void whoever_is_in_the_segment_enters_and_is_at_the_first_step() {
    var state = state(FOLDER, List.of(), START, NEW, false);

    assertThat(state.moves())
        .extracting(FlowMove::kind)
        .containsExactly(FlowMove.Kind.ENTERED, FlowMove.Kind.BEGUN);
    assertThat(told(state)).isEqualTo("banner");
    assertThat(state.waiting()).isFalse();
    assertThat(state.due()).isEqualTo(START.plus(Duration.ofDays(3)));
    assertThat(state(FOLDER, List.of(), START, Set.of(), false).at()).isNull();
  }

  /** In Berlin clocks go forward on 29 March 2026: nine days later it is eight o'clock in UTC. */
  @Test
  void whole_days_are_days_of_the_shops_calendar() {
    var late = START.plus(Duration.ofDays(7));
    var state = state(FOLDER, List.of(), late, NEW, false);

    assertThat(state.due()).isEqualTo(Instant.parse("2026-03-30T08:00:00Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "71h59m, banner, false",
    "72h, banner, true",
    "119h59m, banner, true",
    "120h, reminder, false",
    "131h59m, reminder, false",
    "132h, last, false",
    "156h, '', true"
  })
  void the_clock_says_at_which_step_a_visitor_is(String after, String step, boolean waiting) {
    var now = START.plus(Duration.parse("PT" + after));
    var state = state(FOLDER, entered(), now, NEW, true);

    assertThat(told(state)).isEqualTo(step);
    assertThat(state.waiting()).isEqualTo(waiting);
  }

  @Test
  void what_is_to_be_sent_stops_a_real_visitor_until_it_is_sent() {
    var now = START.plus(Duration.ofDays(40));
    var events = entered();
    var state = state(FOLDER, events, now, NEW, false);

    assertThat(state.pending()).isNotNull();
    assertThat(state.pending().step().id()).isEqualTo("reminder");
    assertThat(state.pending().since()).isEqualTo(START.plus(Duration.ofDays(5)));
    state.moves().forEach(move -> events.add(move.event(now, List.of())));
    var flow = FOLDER.campaigns().get("hello").flow();
    events.add(
        Flows.sent(flow, state.pending(), FlowMove.Kind.SENT, "email", now).event(now, List.of()));
    var then = state(FOLDER, events, now.plus(Duration.ofHours(12)), NEW, false);
    assertThat(told(then)).isEqualTo("last");
  }

  @Test
  void a_click_counts_for_the_step_only_while_it_was_not_decided() {
    var events = entered();
    events.add(click(Duration.ofHours(71)));
    assertThat(told(state(FOLDER, events, START.plus(Duration.ofHours(73)), NEW, true)))
        .isEqualTo("thanks");

    var late = entered();
    late.add(click(Duration.ofHours(73)));
    assertThat(told(state(FOLDER, late, START.plus(Duration.ofHours(121)), NEW, true)))
        .isEqualTo("reminder");
  }

  @Test
  void an_event_or_a_segment_ends_it_in_every_step_and_again_says_when_it_may_begin_anew() {
    var events = entered();
    events.add(track("Cancelled", Duration.ofHours(80), Map.of()));
    var then = START.plus(Duration.ofDays(30)).plus(Duration.ofHours(78));
    var left = state(FOLDER, events, then, NEW, false);
    assertThat(left.at()).isNull();
    left.moves().forEach(move -> events.add(move.event(then, List.of())));
    assertThat(left.moves().get(left.moves().size() - 1).detail()).isEqualTo("Cancelled");
    assertThat(left.moves().get(left.moves().size() - 1).to().at())
        .isEqualTo(START.plus(Duration.ofHours(80)));
    assertThat(state(FOLDER, events, then, NEW, false).at()).isNull();
    var anew = state(FOLDER, events, then.plus(Duration.ofHours(2)), NEW, false);
    assertThat(anew.at()).isNotNull();
    assertThat(anew.at().entry().number()).isEqualTo(2);

    var gone = state(FOLDER, entered(), START.plusSeconds(9), Set.of("new", "gone"), false);
    assertThat(gone.moves().get(0).detail()).isEqualTo("gone");
  }

  @Test
  void after_an_edit_visitors_go_on_at_the_next_step_that_still_is() {
    var events = entered();
    var edited =
        folder(
            """
            id: hello
            style: steps
            enter: new
            priority: 50
            purpose: personalization
            steps:
              - {step: first, show: banner, at: home, for: 1d}
              - {send: reminder, at: mail}
              - wait: 12h
              - {step: last, show: banner, at: home, for: 1d}
            """);
    var state = state(edited, events, START.plusSeconds(60), NEW, false);
    assertThat(state.pending()).isNotNull();
    assertThat(state.pending().step().id()).isEqualTo("reminder");

    var other =
        folder(
            """
            id: hello
            style: steps
            enter: new
            priority: 50
            purpose: personalization
            steps:
              - {step: another, show: banner, at: home, for: 1d}
            """);
    var left = state(other, events, START.plusSeconds(60), NEW, false);
    assertThat(left.moves()).extracting(FlowMove::detail).containsExactly("edited");
  }

  @Test
  void of_two_devices_that_turn_out_to_be_one_persons_the_entry_that_began_first_counts() {
    var first = entered();
    var later = START.plus(Duration.ofHours(5));
    var view =
        new FlowView(
            FOLDER, "anonymous", Profile.of("anonymous", List.of()).history(0), later, NEW, false);
    var both = new ArrayList<>(first);
    Flows.of(List.copyOf(FOLDER.campaigns().values()), view)
        .get(0)
        .moves()
        .forEach(move -> both.add(move.event(later, List.of())));

    var state = state(FOLDER, both, later.plusSeconds(1), NEW, false);

    assertThat(state.at()).isNotNull();
    assertThat(state.at().entry().visitor()).isEqualTo("v");
    assertThat(state.due()).isEqualTo(START.plus(Duration.ofDays(3)));
  }

  /** However often a visitor was looked at, and in whatever order it is stored, and twice. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void looking_often_comes_to_the_same_as_looking_once(int seed) {
    var random = new Random(seed);
    var did = new ArrayList<Event>();
    for (int i = random.nextInt(4); i > 0; i--) {
      did.add(click(Duration.ofMinutes(random.nextInt(9_000))));
    }
    if (random.nextInt(3) == 0) {
      did.add(track("Cancelled", Duration.ofMinutes(random.nextInt(9_000)), Map.of()));
    }
    var end = START.plus(Duration.ofHours(150));
    var once = new ArrayList<>(entered());
    once.addAll(did);
    var expected = new ArrayList<>(entered());
    state(FOLDER, once, end, Set.of(), true)
        .moves()
        .forEach(move -> expected.add(move.event(end, List.of())));

    var stored = new ArrayList<>(entered());
    for (var at = START; at.isBefore(end); ) {
      at = at.plus(Duration.ofMinutes(1 + random.nextInt(1_500)));
      var now = at.isAfter(end) ? end : at;
      var known = new ArrayList<>(stored);
      did.stream().filter(event -> !event.at().isAfter(now)).forEach(known::add);
      Collections.shuffle(known, random);
      state(FOLDER, known, now, Set.of(), true)
          .moves()
          .forEach(move -> stored.add(move.event(now, List.of())));
    }

    assertThat(stored).extracting(Event::id).isEqualTo(expected.stream().map(Event::id).toList());
    assertThat(stored).extracting(Event::at).isEqualTo(expected.stream().map(Event::at).toList());
    assertThat(stored)
        .extracting(Event::values)
        .isEqualTo(expected.stream().map(Event::values).toList());
  }
}
