package io.knowfirst.rules.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.knowfirst.rules.facts.InterestWeights.Act;
import io.knowfirst.rules.folder.Privacy.WithoutConsent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Every key of shop.yaml and what holds where it is absent: a change of either is deliberate. */
class ShopDefaultsTest {
  @Test
  void a_shop_that_says_where_it_is_and_no_more_has_these_settings() {
    var shop = RuleFolder.of(files("timezone: Europe/Berlin\ncurrency: CHF\n"));

    assertThat(shop.holdouts().everywhere()).isEqualTo(500);
    assertThat(shop.privacy())
        .isEqualTo(new Privacy(WithoutConsent.STRICT, Set.of(), false, false, false));
    assertThat(shop.interests().weights())
        .isEqualTo(
            Map.of(
                Act.VIEW,
                1.0,
                Act.CART,
                3.0,
                Act.PURCHASE,
                5.0,
                Act.SEARCH,
                2.0,
                Act.EMAIL,
                2.0,
                Act.RATING,
                4.0,
                Act.STATED,
                5.0));
    assertThat(shop.interests().halfLives())
        .isEqualTo(
            Map.of(
                Act.VIEW,
                30,
                Act.CART,
                30,
                Act.PURCHASE,
                180,
                Act.SEARCH,
                30,
                Act.EMAIL,
                30,
                Act.RATING,
                180,
                Act.STATED,
                0));
    assertThat(shop.interests().prices()).containsExactly(25.0, 50.0, 100.0, 250.0, 500.0, 1_000.0);
    assertThat(shop.interests().stated()).isEqualTo(Map.of("interests", "category"));
    assertThat(shop.interests().top()).isEqualTo(10);
    assertThat(shop.channels().outbound().keySet()).containsExactly("email", "post", "call-centre");
    assertThat(shop.channels().explore()).isEqualTo(200);
    assertThat(shop.channels().halfLife()).isEqualTo(60);
    assertThat(shop.dates())
        .isEqualTo(new ShopDates("", "", List.of("birthday"), Map.of(), List.of()));
  }

  @Test
  void these_keys_are_known_and_no_other() {
    var known =
        """
        timezone: Europe/Berlin
        currency: EUR
        holdout: 500
        consent: strict
        purposes: [analytics]
        keepSearchText: false
        keepUrlQuery: false
        selfService: false
        region: DE-SN
        dates: [birthday]
        languages: [de, en]
        places: {store: {latitude: 51.3, longitude: 12.4}}
        channels: {email: {purpose: email, quiet: "21:00-08:00", preferredBy: readers}}
        preferredChannel: {explore: 200, halfLife: 60}
        caps: [{times: 8, per: day}, {times: 5, days: 7, channel: web}]
        groups: {first: 30}
        interests:
          top: 10
          prices: [25, 50]
          stated: {interests: category}
          weights: {view: 1, cart: 3, purchase: 5, search: 2, email: 2, stated: 5}
          halfLives: {view: 30, cart: 30, purchase: 180, search: 30, email: 30, stated: 0}
        """;
    assertThat(RuleFolder.of(files(known)).currency()).isEqualTo("EUR");

    var refused =
        catchThrowableOfType(
            RuleFolderException.class, () -> RuleFolder.of(files(known + "colour: red\n")));
    assertThat(refused).hasMessageContaining("colour");
  }

  private static SortedMap<String, String> files(String shop) {
    var files = new TreeMap<String, String>();
    files.put("shop.yaml", shop);
    files.put("placements.yaml", "- {id: hero, channel: web, content: hi}\n");
    files.put("contents/hi.yaml", "headline: hi\n");
    return files;
  }
}
