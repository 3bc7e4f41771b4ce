package io.knowfirst.rules.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleFolderTest {
  @TempDir Path dir;

  @Test
  void a_sound_folder_is_read_whole() throws IOException {
    var folder = RuleFolder.read(write(SoundFolder.FILES));
    assertThat(folder.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
    assertThat(folder.currency()).isEqualTo("EUR");
    assertThat(folder.placements()).containsOnlyKeys("home-hero", "cart");
    assertThat(folder.campaigns().get("jeans"))
        .isEqualTo(
            new Campaign(
                "jeans",
                Campaign.Style.AUTOMATION,
                List.of("home-hero", "cart"),
                List.of("welcome"),
                70,
                Instant.parse("2026-08-31T22:00:00Z"),
                Instant.parse("2026-09-30T22:00:00Z"),
                new Campaign.Cap(3, 7),
                "personalization",
                "menswear",
                "Jeans for men",
                null,
                null,
                new CampaignLimits(
                    List.of(ExposureCap.of(new Campaign.Cap(3, 7))), null, null, null),
                null));
    assertThat(folder.campaigns().get("sale").style()).isEqualTo(Campaign.Style.PERSONALIZATION);
    assertThat(folder.contents().get("welcome").payload())
        .isEqualTo(
            Map.of(
                "headline",
                "Hello",
                "steps",
                List.of(1L, 2.5, true, Map.of("a", "b")),
                "number",
                "7"));
    assertThat(folder.contents().get("deal").payload()).containsOnlyKeys("headline");
    assertThat(folder.contents().get("deal").products())
        .isEqualTo(
            new ProductSelection(
                "apparel",
                Map.of("size", List.of("{size}"), "brand", List.of("a", "b")),
                null,
                new ProductSelection.GoesWith(
                    "{product}",
                    Map.of("blue", List.of("brown", "tan"), "other", List.of("black"))),
                "{page}",
                4,
                2));
    assertThat(folder.experiments().get("layout").seed()).isEqualTo("layout");
    assertThat(folder.experiments().get("layout").running()).isTrue();
    assertThat(folder.drl())
        .containsExactly(new DrlFile("segments/a.drl", DrlFile.Concern.SEGMENTS, "package shop\n"));
  }

  @Test
  void the_margin_of_a_guardrail_is_a_share_or_per_cent_and_of_nothing_else() {
    assertThat(margin("guardrail: true, margin: 2%")).isEqualTo(0.02);
    assertThat(margin("guardrail: true, margin: 0.025")).isEqualTo(0.025);
    assertThat(margin("guardrail: true")).isNull();
    for (var wrong :
        new String[] {
          "margin: 2%", "guardrail: true, margin: 200%", "guardrail: true, margin: x"
        }) {
      assertThatThrownBy(() -> margin(wrong))
          .as(wrong)
          .isInstanceOf(RuleFolderException.class)
          .hasMessageContaining("margin");
    }
  }

  private static @Nullable Double margin(String more) {
    SortedMap<String, String> files = new TreeMap<>(SoundFolder.FILES);
    files.replaceAll(
        (name, text) -> text.replace("lower, guardrail: true}", "lower, " + more + "}"));
    return RuleFolder.of(files).metrics().get("refunds").margin();
  }

  @Test
  void metrics_and_what_an_experiment_says_of_them_are_read() throws IOException {
    var folder = RuleFolder.read(write(SoundFolder.FILES));
    assertThat(folder.metrics().keySet()).containsExactly("orders", "income", "basket", "refunds");
    assertThat(folder.metrics().get("income"))
        .isEqualTo(
            new MetricFile(
                "income",
                MetricFile.ValueKind.SUM,
                new MetricFile.MetricAmount("Order Completed", "items.value"),
                null,
                14,
                false,
                false,
                99.5,
                28));
    assertThat(folder.metrics().get("basket").per())
        .isEqualTo(new MetricFile.MetricAmount("Order Completed", null));
    assertThat(folder.metrics().get("basket").covariate()).isEqualTo(14);
    assertThat(folder.metrics().get("refunds").lowerIsBetter()).isTrue();
    assertThat(folder.metrics().get("refunds").guardrail()).isTrue();
    assertThat(folder.experiments().get("layout").measurement())
        .isEqualTo(
            new Measurement(
                List.of("orders", "income"),
                Measurement.Looking.ONCE,
                4000,
                0.1,
                Measurement.Correction.BENJAMINI_HOCHBERG,
                0.05,
                false,
                Measurement.Design.DEFAULT));
  }

  @Test
  void the_same_files_have_the_same_hash_wherever_they_lie() throws IOException {
    var plain = RuleFolder.read(write(SoundFolder.FILES));
    var zip = dir.resolve("rules.jar");
    try (var system =
        FileSystems.newFileSystem(URI.create("jar:" + zip.toUri()), Map.of("create", "true"))) {
      var windows = new LinkedHashMap<String, String>();
      SoundFolder.FILES.forEach((name, text) -> windows.put(name, text.replace("\n", "\r\n")));
      var packed = RuleFolder.read(SoundFolder.write(system.getPath("/shop"), windows));
      assertThat(packed.hash()).isEqualTo(plain.hash()).hasSize(64);
      assertThat(packed).isEqualTo(plain);
    }
    var renamed = new LinkedHashMap<>(SoundFolder.FILES);
    renamed.put("segments/b.drl", String.valueOf(renamed.remove("segments/a.drl")));
    assertThat(RuleFolder.read(SoundFolder.write(dir.resolve("renamed"), renamed)).hash())
        .isNotEqualTo(plain.hash());
  }

  @Test
  void the_example_shop_is_packed_with_the_rules() {
    assertThat(RuleFolder.example().campaigns()).isNotEmpty();
  }

  private Path write(Map<String, String> files) throws IOException {
    return SoundFolder.write(dir.resolve("folder"), files);
  }
}
