package io.knowfirst.rules.base;

import static io.knowfirst.rules.base.Folders.campaign;
import static io.knowfirst.rules.base.Folders.segment;
import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.folder.RuleFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompiledCacheTest {
  private static final Duration BUDGET = Duration.ofMillis(500);
  private static final RuleFolder FOLDER =
      Folders.of(
          segment("Buys", "Bought(category == \"a\", times(90) >= 1)", "buyers"),
          campaign("Offer", "Member(segment == \"buyers\")", "c"),
          "c");

  @TempDir Path dir;

  @Test
  void unchanged_rules_are_loaded_and_decide_as_before() throws IOException {
    var facts = new Shopper().bought("a", Duration.ofDays(1)).facts();
    var compiled = RuleBase.compile(FOLDER, dir);
    var written = Files.getLastModifiedTime(files().get(0));
    var loaded = RuleBase.compile(FOLDER, dir);
    assertThat(files()).hasSize(1);
    assertThat(Files.getLastModifiedTime(files().get(0))).isEqualTo(written);
    assertThat(loaded.evaluate(facts, BUDGET)).isEqualTo(compiled.evaluate(facts, BUDGET));
    assertThat(loaded.keys().asked(io.knowfirst.rules.facts.Bought.class, "a")).isTrue();
    assertThat(loaded.keys().asked(io.knowfirst.rules.facts.Bought.class, "b")).isFalse();
  }

  @Test
  void a_damaged_file_is_compiled_again() throws IOException {
    RuleBase.compile(FOLDER, dir);
    var file = files().get(0);
    var sound = Files.readAllBytes(file);
    for (var damage :
        List.of(
            new byte[0],
            new byte[] {1, 2, 3},
            flipped(sound),
            "text".getBytes(java.nio.charset.StandardCharsets.UTF_8))) {
      Files.write(file, damage);
      var base = RuleBase.compile(FOLDER, dir);
      assertThat(
              base.evaluate(new Shopper().bought("a", Duration.ofDays(1)).facts(), BUDGET).offers())
          .hasSize(1);
      assertThat(Files.size(file)).isGreaterThan(1_000);
    }
  }

  @Test
  void a_folder_that_cannot_be_written_costs_nothing_but_the_keeping() throws IOException {
    var file = Files.writeString(dir.resolve("file"), "not a folder");
    var base = RuleBase.compile(FOLDER, file);
    assertThat(base.evaluate(List.of(), BUDGET)).isEqualTo(Evaluation.NOTHING);
  }

  @Test
  void only_the_newest_are_kept() throws IOException {
    for (int i = 0; i < 6; i++) {
      var old = Files.createFile(dir.resolve(i + ".rules"));
      Files.setLastModifiedTime(old, FileTime.fromMillis(1_000L * (i + 1)));
    }
    RuleBase.compile(FOLDER, dir);
    assertThat(files()).hasSize(5).doesNotContain(dir.resolve("0.rules"), dir.resolve("1.rules"));
  }

  private static byte[] flipped(byte[] sound) {
    var damaged = sound.clone();
    damaged[damaged.length / 2] ^= 1;
    return damaged;
  }

  private List<Path> files() throws IOException {
    try (var files = Files.list(dir)) {
      return files.sorted().toList();
    }
  }
}
