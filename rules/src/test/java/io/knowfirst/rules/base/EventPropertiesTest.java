package io.knowfirst.rules.base;

import static io.knowfirst.rules.base.Folders.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knowfirst.rules.facts.Behaviour;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.History;
import io.knowfirst.rules.facts.Moment;
import io.knowfirst.rules.facts.ShopClock;
import io.knowfirst.rules.facts.Touch;
import io.knowfirst.rules.facts.Visitor;
import io.knowfirst.rules.folder.DrlFile;
import io.knowfirst.rules.folder.RuleFolderException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EventPropertiesTest {
  private static final Instant NOW = Instant.parse("2026-06-10T12:00:00Z");
  private static final History HISTORY =
      History.of(
          List.of(
              did(1, "Course Booked", Map.of("sport", "sailing", "level", "1")),
              did(3, "Course Booked", Map.of("sport", "sailing", "level", "2")),
              did(9, "Course Booked", Map.of("sport", "diving", "level", "2")),
              did(2, "Course Booked", Map.of()),
              touch(Touch.Kind.EMAIL_OPENED, 4, "spring", Map.of("campaign", "spring"))));

  @Test
  void times_and_days_are_those_of_events_with_the_property() {
    assertThat(
            segments(
                """
                Did(event == "Course Booked", property("sport") == "sailing", times == 2, daysAgo == 1)"""))
        .containsExactly("s");
    assertThat(
            segments(
                """
                Did(event == "Course Booked", property("sport") == "sailing", times >= 3)"""))
        .isEmpty();
    assertThat(
            segments(
                """
                Did(event == "Course Booked", property("sport") == "diving", daysAgo == 9)"""))
        .containsExactly("s");
  }

  @Test
  void a_condition_without_properties_sees_all_events_as_one_also_beside_one_with_them() {
    assertThat(
            segments(
                """
                Did(event == "Course Booked", times == 4, daysAgo == 1)
                Did(event == "Course Booked", property("sport") == "diving", times == 1)
                Did(event == "Course Booked", property("sport") == "sailing", property("level") == "2", times == 1)
                Did(event == "Course Booked", number("level") >= 2, times == 2)
                not Did(event == "Course Booked", times < 4)"""))
        .containsExactly("s");
  }

  @Test
  void an_event_without_the_property_has_none() {
    assertThat(segments("Did(event == \"Course Booked\", property(\"sport\") == null, times == 1)"))
        .containsExactly("s");
  }

  @Test
  void an_email_is_asked_for_by_its_campaign() {
    assertThat(segments("Did(event == \"Email Opened\", property(\"campaign\") == \"spring\")"))
        .containsExactly("s");
    assertThat(segments("Did(event == \"Email Opened\", property(\"campaign\") == \"summer\")"))
        .isEmpty();
  }

  @Test
  void why_not_tells_the_count_of_the_property() {
    var base =
        base("Did(event == \"Course Booked\", property(\"sport\") == \"diving\", times >= 2)");
    var trace =
        base.trace(facts(base), Duration.ofSeconds(2), new Trace.Questions(Set.of("Rule"), false));
    assertThat(trace.whyNot().get("Rule").unmet())
        .singleElement()
        .satisfies(unmet -> assertThat(unmet.text()).contains("times is 1, expected >= 2"));
  }

  @Test
  void the_fact_that_fired_tells_the_property() {
    var base = base("Did(event == \"Course Booked\", property(\"sport\") == \"diving\")");
    var firing = base.evaluate(facts(base), Duration.ofSeconds(2)).segments().get(0).firing();
    assertThat(firing.facts().get(0).values())
        .containsEntry("property(\"sport\")", "diving")
        .containsEntry("times", 1);
  }

  @Test
  void a_property_that_is_not_named_is_an_error() {
    for (var condition :
        List.of(
            "Did(event == \"Course Booked\", property == \"a\")",
            "Did(event == \"Course Booked\", property(3) == \"a\")",
            "$d : Did(event == \"Course Booked\")\n Visitor($d.property(\"sport\") == \"a\")")) {
      assertThatThrownBy(() -> base(condition))
          .isInstanceOfSatisfying(
              RuleFolderException.class,
              refused ->
                  assertThat(refused.findings())
                      .extracting(finding -> finding.code())
                      .as(condition)
                      .containsExactly("KF237"));
    }
  }

  @Test
  void a_table_asks_for_properties_and_ages() {
    var table =
        """
        rule,kind,owner,maxAge,segment,Did(event ==),"Did(property(""sport"") ==)",Did(times >=)
        Sailors,behavioural,me,,sailors,Course Booked,sailing,2
        Divers,behavioural,me,,divers,Course Booked,diving,2
        Recent divers,behavioural,me,8d,recent,Course Booked,diving,1
        Old divers,behavioural,me,9d,old,Course Booked,diving,1
        """;
    var base =
        RuleBase.of(
            Folders.of(List.of(new DrlFile("segments/t.csv", DrlFile.Concern.SEGMENTS, table))));
    assertThat(base.evaluate(facts(base), Duration.ofSeconds(2)).segments())
        .extracting(Membership::segment)
        .containsExactly("sailors", "old");
  }

  private static List<String> segments(String conditions) {
    var base = base(conditions);
    var evaluation = base.evaluate(facts(base), Duration.ofSeconds(2));
    assertThat(evaluation.failures()).isEmpty();
    return evaluation.segments().stream().map(Membership::segment).toList();
  }

  private static RuleBase base(String conditions) {
    return RuleBase.of(Folders.of(segment("Rule", conditions, "s"), ""));
  }

  private static List<Fact> facts(RuleBase base) {
    long now = NOW.toEpochMilli();
    var clock = ShopClock.at(now, ZoneOffset.UTC);
    var visitor = new Visitor("v", true, new long[] {now}, 1, now, HISTORY, clock);
    var facts = new ArrayList<Fact>(List.of(visitor, Moment.at(NOW, ZoneOffset.UTC)));
    facts.addAll(Behaviour.facts(HISTORY, visitor, now, clock, base.keys()));
    return facts;
  }

  private static Touch did(int daysAgo, String event, Map<String, String> properties) {
    return touch(Touch.Kind.DID, daysAgo, event, properties);
  }

  private static Touch touch(
      Touch.Kind kind, int daysAgo, String name, Map<String, String> properties) {
    long at = NOW.minus(Duration.ofDays(daysAgo)).toEpochMilli();
    return new Touch(kind, at, "e" + daysAgo, name, null, 1, true, properties);
  }
}
