package io.knowfirst.rules.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knowfirst.rules.folder.Privacy.WithoutConsent;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PrivacyTest {
  private static RuleFolder folder(String shop) {
    var files = new TreeMap<String, String>();
    files.put("shop.yaml", "timezone: UTC\ncurrency: EUR\n" + shop);
    files.put("placements.yaml", "- {id: hero, channel: web, content: hi}\n");
    files.put("contents/hi.yaml", "headline: hi\n");
    files.put(
        "campaigns/c.yaml",
        "- {id: c, style: automation, placements: [hero], contents: [hi], priority: 1, owner: me, purpose: newsletter}\n");
    return RuleFolder.of(files);
  }

  @Test
  void aShopThatSaysNothingStoresNothingWithoutConsent() {
    assertThat(folder("").privacy())
        .isEqualTo(new Privacy(WithoutConsent.STRICT, Set.of(), false, false));
  }

  @Test
  void whatAShopSaysIsRead() {
    var shop =
        "consent: measured\npurposes: [analytics]\nkeepSearchText: true\nkeepUrlQuery: true\n";
    assertThat(folder(shop).privacy())
        .isEqualTo(new Privacy(WithoutConsent.MEASURED, Set.of("analytics"), true, true));
  }

  @Test
  void purposesAreThoseOfTheServerTheCampaignsAndTheShop() {
    assertThat(folder("purposes: [analytics]\n").purposes())
        .containsExactly(
            "analytics",
            "email",
            "measurement",
            "necessary",
            "newsletter",
            "personalization",
            "phone",
            "post",
            "profiling");
  }

  @Test
  void aPolicyThatIsNoneIsRefusedWithWhatThereIs() {
    assertThatThrownBy(() -> folder("consent: none\n"))
        .isInstanceOf(RuleFolderException.class)
        .hasMessageContaining("consent is \"none\"")
        .hasMessageContaining("measured, strict");
    assertThatThrownBy(() -> folder("purposes: ['']\n"))
        .hasMessageContaining("purposes holds a blank, expected names");
  }
}
