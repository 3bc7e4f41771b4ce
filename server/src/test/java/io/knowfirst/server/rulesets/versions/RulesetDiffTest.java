package io.knowfirst.server.rulesets.versions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.knowfirst.server.rulesets.versions.RulesetDiff.FileChange;
import io.knowfirst.server.rulesets.versions.RulesetDiff.Kind;
import io.knowfirst.server.rulesets.versions.RulesetDiff.RuleChange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesetDiffTest {
  @Test
  void files_and_rules_are_added_removed_or_changed() {
    var from = TinyShop.files();
    var to = TinyShop.within(31);
    to.remove("contents/welcome.yaml");
    to.put(
        "campaigns/more.drl",
        "package m;\nrule \"More\"\nwhen\nthen\nend\nrule other\nwhen\nend\n");

    var difference = RulesetDiff.of(from, to);

    assertThat(difference.files())
        .extracting(FileChange::path, FileChange::kind)
        .containsExactly(
            tuple("campaigns/more.drl", Kind.ADDED),
            tuple("contents/welcome.yaml", Kind.REMOVED),
            tuple(TinyShop.RULES, Kind.CHANGED));
    assertThat(difference.rules())
        .containsExactly(
            new RuleChange("campaigns/more.drl", "More", Kind.ADDED),
            new RuleChange("campaigns/more.drl", "other", Kind.ADDED),
            new RuleChange(
                TinyShop.RULES, "Who bought jeans lately is a jeans buyer", Kind.CHANGED));
    assertThat(difference.files().get(2).diff())
        .contains(
            """
            -    Bought(category == "apparel.jeans", daysAgo <= 30)
            +    Bought(category == "apparel.jeans", daysAgo <= 31)
            """);
  }

  @Test
  void rules_of_tables_and_sentences_are_told_by_name_too() {
    var from = TinyShop.files();
    from.put(
        "segments/places.csv",
        """
        rule,kind,owner,segment,Place(city ==)
        "Who is in Leipzig, is near",geographic,me,near,Leipzig
        Who is in Bonn is far,geographic,me,far,Bonn
        Who is in Ulm is far,geographic,me,far,Ulm
        """);
    from.put("segments/tea.dslr", sentence("The visitor bought tea within 30 days"));
    from.put("contents/list.csv", "rule,x\nNo rule,1\n");
    var to = new TreeMap<>(from);
    to.put(
        "segments/places.csv",
        """
        rule;kind;owner;segment;Place(city ==)
        "Who is in Leipzig, is near";geographic;me;near;Halle
        Who is in Bonn is far;geographic;me;far;Bonn
        Who is in Köln is far;geographic;me;far;Köln
        """);
    to.put("segments/tea.dslr", sentence("The visitor bought tea within 31 days"));
    to.put("contents/list.csv", "rule,x\nNo rule,2\n");

    assertThat(RulesetDiff.of(from, to).rules())
        .containsExactly(
            new RuleChange("segments/places.csv", "Who is in Köln is far", Kind.ADDED),
            new RuleChange("segments/places.csv", "Who is in Leipzig, is near", Kind.CHANGED),
            new RuleChange("segments/places.csv", "Who is in Ulm is far", Kind.REMOVED),
            new RuleChange("segments/tea.dslr", "Tea", Kind.CHANGED));
  }

  private static String sentence(String condition) {
    return "rule \"Tea\"\nwhen\n    %s\nthen\n    They belong to tea\nend\n".formatted(condition);
  }

  @Test
  void the_same_files_do_not_differ() {
    var difference = RulesetDiff.of(TinyShop.files(), TinyShop.files());

    assertThat(difference.files()).isEmpty();
    assertThat(difference.rules()).isEmpty();
  }

  @Test
  void lines_are_told_as_diff_u_tells_them() {
    assertThat(LineDiff.of("f", "a\nb\nc\nd\ne\nf\ng\nh\n", "a\nb\nc\nd\nE\nf\ng\nh\ni\n"))
        .isEqualTo(
            """
            --- a/f
            +++ b/f
            @@ -2,7 +2,8 @@
             b
             c
             d
            -e
            +E
             f
             g
             h
            +i
            """);
    assertThat(LineDiff.of("f", null, "a\n"))
        .isEqualTo("--- /dev/null\n+++ b/f\n@@ -0,0 +1 @@\n+a\n");
  }

  /** The judge is GNU patch: it makes the new text from the old one and the difference. */
  @Test
  void patch_makes_the_new_text_of_the_old_one(@TempDir Path folder) throws Exception {
    var random = new SplittableRandom(7);
    for (int round = 0; round < 40; round++) {
      var old = text(random, 40);
      var now = random.nextInt(3) == 0 ? text(random, 40) : edited(old, random);
      if (old.equals(now)) {
        continue;
      }
      Files.writeString(folder.resolve("f"), old);
      Files.writeString(folder.resolve("d"), LineDiff.of("f", old, now));
      var patch =
          new ProcessBuilder("patch", "-p1", "-s", "-F0", "-i", "d")
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .start();
      assertThat(new String(patch.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .isEmpty();
      assertThat(patch.waitFor()).isZero();
      assertThat(Files.readString(folder.resolve("f"))).as("round %d", round).isEqualTo(now);
    }
  }

  @Test
  void texts_with_nothing_in_common_are_told_in_bounded_time() throws IOException {
    var from = new TreeMap<String, String>();
    var to = new TreeMap<String, String>();
    from.put("f.drl", "a\n".repeat(50_000));
    to.put("f.drl", "b\n".repeat(50_000));

    assertThat(RulesetDiff.of(from, to).files().get(0).diff().lines().count()).isEqualTo(100_003);
  }

  private static String text(SplittableRandom random, int most) {
    var text = new StringBuilder();
    for (int n = 1 + random.nextInt(most); n > 0; n--) {
      text.append("line ").append(random.nextInt(6)).append('\n');
    }
    return text.toString();
  }

  private static String edited(String text, SplittableRandom random) {
    var lines = new ArrayList<>(text.lines().toList());
    for (int n = 1 + random.nextInt(4); n > 0; n--) {
      int at = random.nextInt(lines.size() + 1);
      if (at < lines.size() && lines.size() > 1 && random.nextBoolean()) {
        lines.remove(at);
      } else {
        lines.add(at, "new " + random.nextInt(3));
      }
    }
    return String.join("\n", lines) + "\n";
  }
}
