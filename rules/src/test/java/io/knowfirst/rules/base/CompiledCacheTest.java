package io.knowfirst.rules.base;

import static io.knowfirst.rules.base.Folders.campaign;
import static io.knowfirst.rules.base.Folders.segment;
import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.folder.DrlFile;
import io.knowfirst.rules.folder.RuleFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
    var written = written();
    var loaded = RuleBase.compile(FOLDER, dir);
    assertThat(written()).hasSize(3).isEqualTo(written);
    assertThat(loaded.evaluate(facts, BUDGET)).isEqualTo(compiled.evaluate(facts, BUDGET));
    assertThat(loaded.keys().asked(io.knowfirst.rules.facts.Bought.class, "a")).isTrue();
    assertThat(loaded.keys().asked(io.knowfirst.rules.facts.Bought.class, "b")).isFalse();
  }

  @Test
  void a_damaged_file_is_compiled_again() throws IOException {
    RuleBase.compile(FOLDER, dir);
    for (var file : files()) {
      damaged(file);
    }
  }

  private void damaged(Path file) throws IOException {
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
      assertThat(Files.size(file)).isEqualTo(sound.length);
    }
  }

  @Test
  void an_edit_compiles_only_the_files_it_changed() throws IOException {
    RuleBase.compile(FOLDER, dir);
    var before = written();
    var edited =
        Folders.of(
            segment("Buys", "Bought(category == \"a\", times(90) >= 2)", "buyers"),
            campaign("Offer", "Member(segment == \"buyers\")", "c"),
            "c");
    var facts = new Shopper().bought("a", Duration.ofDays(1)).facts();
    assertThat(RuleBase.compile(edited, dir).evaluate(facts, BUDGET).offers()).isEmpty();
    assertThat(written()).containsAllEntriesOf(before).hasSize(before.size() + 2);
    assertThat(RuleBase.compile(FOLDER, dir).evaluate(facts, BUDGET).offers()).hasSize(1);
    assertThat(written()).hasSize(before.size() + 2);
  }

  @Test
  void a_sentence_that_means_something_else_is_compiled_again() {
    for (var category : List.of("a", "b")) {
      var files = new TreeMap<String, String>();
      files.put("shop.yaml", "timezone: Europe/Berlin\ncurrency: EUR\n");
      files.put("placements.yaml", "- {id: home-hero, channel: web}\n");
      files.put(
          "segments/words.dsl",
          """
          [when]They bought it=Bought(category == "%s")
          [then]They are buyers=insert(new Member("buyers"));
          """
              .formatted(category));
      files.put(
          "segments/words.dslr",
          """
          rule "Buyers bought it"
          @kind("behavioural")
          when
              They bought it
          then
              They are buyers
          end
          """);
      var base = RuleBase.compile(RuleFolder.of(files), dir);
      var facts = new Shopper().bought(category, Duration.ofDays(1)).facts();
      assertThat(base.evaluate(facts, BUDGET).segments()).as(category).hasSize(1);
    }
  }

  @Test
  void rules_of_two_files_that_differ_in_punctuation_alone_stay_apart() {
    var one = segment("Buys a?", "Bought(category == \"a\")", "buyers");
    var other = segment("Buys a!", "Bought(category == \"b\")", "buyers");
    var folder =
        Folders.of(
            List.of(
                new DrlFile("segments/a.drl", DrlFile.Concern.SEGMENTS, Folders.HEAD + one),
                new DrlFile("segments/b.drl", DrlFile.Concern.SEGMENTS, Folders.HEAD + other)));
    var base = RuleBase.compile(folder, dir);
    for (var category : List.of("a", "b")) {
      var facts = new Shopper().bought(category, Duration.ofDays(1)).facts();
      assertThat(base.evaluate(facts, BUDGET).segments())
          .singleElement()
          .satisfies(
              membership ->
                  assertThat(membership.firing().rule())
                      .isEqualTo("Buys a" + (category.equals("a") ? "?" : "!")));
    }
  }

  @Test
  void compiled_files_that_nobody_used_lately_are_let_go() throws IOException {
    for (int i = 0; i < 300; i++) {
      var old = Files.createFile(dir.resolve(i + ".package"));
      Files.setLastModifiedTime(old, FileTime.fromMillis(1_000L * (i + 1)));
    }
    RuleBase.compile(FOLDER, dir);
    assertThat(files().stream().filter(file -> file.toString().endsWith(".package")))
        .hasSize(202)
        .doesNotContain(dir.resolve("0.package"), dir.resolve("99.package"))
        .contains(dir.resolve("100.package"));
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
    assertThat(files().stream().filter(file -> file.toString().endsWith(".rules")))
        .hasSize(5)
        .doesNotContain(dir.resolve("0.rules"), dir.resolve("1.rules"));
  }

  private static byte[] flipped(byte[] sound) {
    var damaged = sound.clone();
    damaged[damaged.length / 2] ^= 1;
    return damaged;
  }

  private Map<Path, FileTime> written() throws IOException {
    var written = new TreeMap<Path, FileTime>();
    for (var file : files()) {
      written.put(file, Files.getLastModifiedTime(file));
    }
    return written;
  }

  private List<Path> files() throws IOException {
    try (var files = Files.list(dir)) {
      return files.filter(file -> !file.endsWith(".key")).sorted().toList();
    }
  }
}
