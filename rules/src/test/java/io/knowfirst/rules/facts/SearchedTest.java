package io.knowfirst.rules.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SearchedTest {
  private static final long NOW = 1_790_000_000_000L;

  @Test
  void aSearchIsFoundAsAWholeAndByEachOfItsWords() {
    assertThat(searched("gift ideas"))
        .extracting(Searched::term)
        .containsExactlyInAnyOrder("gift ideas", "gift", "ideas");
  }

  @Test
  void aSearchOfOneWordMakesOneFact() {
    assertThat(searched("ideas")).extracting(Searched::term).containsExactly("ideas");
  }

  @Test
  void aWordSaidTwiceCountsOnce() {
    assertThat(searched("socks  for socks"))
        .filteredOn(fact -> fact.term().equals("socks"))
        .singleElement()
        .returns(1, Searched::times);
  }

  @Test
  void aSearchOfManyWordsIsOneSearchOfTheVisit() {
    assertThat(facts("red running shoes for men"))
        .filteredOn(Visit.class::isInstance)
        .singleElement()
        .isInstanceOfSatisfying(Visit.class, visit -> assertThat(visit.searches()).isEqualTo(1));
  }

  private static List<Searched> searched(String search) {
    return facts(search).stream()
        .filter(Searched.class::isInstance)
        .map(Searched.class::cast)
        .toList();
  }

  private static List<Fact> facts(String search) {
    var history =
        History.of(List.of(new Touch(Touch.Kind.SEARCHED, NOW - 1_000, "e-1", search, null)));
    var clock = ShopClock.at(NOW, java.time.ZoneOffset.UTC);
    var visitor =
        new Visitor("v-1", false, new long[] {NOW - 1_000}, 1, NOW - 1_000, history, clock);
    return Behaviour.facts(history, visitor, NOW - 1_000, clock, Keys.ALL);
  }
}
