package io.knowfirst.rules.base;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.check.Checked;
import io.knowfirst.rules.check.Outside;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.Page;
import io.knowfirst.rules.folder.DrlFile;
import io.knowfirst.rules.folder.DrlFile.Concern;
import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolderException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hostile snippets, mutated, in every place of a rule: each is refused with a finding or does
 * nothing. To look for more, run with {@code -Dfuzz.texts=20000}.
 */
class FenceFuzzTest {
  private static final int TEXTS = Integer.getInteger("fuzz.texts", 120);
  private static final String RAN = "knowfirst.fuzz.test";
  private static final Duration BUDGET = Duration.ofMillis(500);

  private static final List<String> SNIPPETS =
      List.of(
          "System.setProperty(\"knowfirst.fuzz.test\", \"ran\")",
          "java.lang.System.setProperty('knowfirst.fuzz.test', 'ran')",
          "Class.forName(\"java.lang.System\").getMethod(\"exit\", int.class).invoke(null, 1)",
          "getClass()",
          "this.getClass().getClassLoader()",
          "wait(60000)",
          "notifyAll()",
          "Thread.sleep(60000)",
          "new java.io.File(\"x\").delete()",
          "new ProcessBuilder(\"false\").start()",
          "Runtime.getRuntime().exec(\"false\")",
          "type.getClass().forName(\"java.lang.Runtime\")",
          "€1.getClass()",
          "1.getClass()",
          "\"\".getClass()",
          "type.class",
          "(Object) type",
          "type#Object",
          "{ System.exit(1); }",
          "def f() { 1 }; f()",
          "with (type) { a = 1 }");

  private static final List<String> PLACES =
      List.of(
          "Page(%s)",
          "Page(%s != null)",
          "Page(type == %s)",
          "Page(type in (\"a\", %s))",
          "Page(type matches %s)",
          "Page(type str[%s] \"a\")",
          "Page($x : %s)",
          "Page(getClass : type, %s != null)",
          "Page(%s : type, type != null)",
          "$x : Page() Visitor(visits(%s) > 1)",
          "%s : Page()",
          "%s()",
          "Page(type == \"home\")[%s]",
          "Page() from %s",
          "Page() from collect(Page(%s))",
          "Page() from entry-point %s",
          "/page[%s]",
          "/visitor/visits",
          "$p : /%s",
          "eval(%s)",
          "forall(Page(%s))",
          "forall(Page() Page(type == %s))",
          "not(Page(%s))",
          "exists(Page(type == \"a\" && %s))",
          "groupby(Page($t : type); $k : %s; $c : count())",
          "groupby(Page($t : type); %s; $c : count($t))",
          "accumulate(Page($t : type); $c : count(%s))",
          "accumulate(Page($t : type); $c : %s(1))",
          "accumulate(Page(%s); $c : count())",
          "accumulate(Page($t : type); $c : count(); %s)",
          "Number(%s) from accumulate(Page(), count())",
          "Number() from accumulate(Page(), init(%s;), action(%s;), result(%s))",
          "?q(%s;)",
          "Page(type == \"a\") @watch(%s)",
          "Page() over window:time(%s)",
          "if (%s) do[x] Page()",
          "Page() do[%s]",
          "Page(type == \"a\" /* %s */)",
          "Page(type == \"a\" // %s\n)",
          "Page()) then %s; insert(new Member(\"a\")); end rule \"b\" when (Page(",
          "Page()\nthen %s; end\nrule \"Two\" when Page()");

  private static final List<String> HEADS =
      List.of(
          "import %s;",
          "import static %s;",
          "import function %s;",
          "import accumulate %s x;",
          "global %s x;",
          "function void f() { %s; }",
          "query q() Page(%s) end",
          "declare X a : String = %s end",
          "declare enum E A(%s); a : String end",
          "declare window W Page(%s) end",
          "unit %s;",
          "dialect \"%s\"",
          "@x(%s)");

  private static final List<String> MUTATIONS =
      List.of(
          " ",
          "\n",
          "\r",
          "\t",
          "\u000b",
          "\u00a0",
          "/**/",
          "//\n",
          "// \r",
          "(",
          ")",
          "\"",
          "'",
          "\\",
          "\\u0053",
          "\\123",
          ";",
          ",",
          ".",
          "!.",
          "!",
          "#",
          "@",
          "$",
          "€",
          "ı",
          "\uFF33",
          "[",
          "]",
          "{",
          "}",
          "->",
          "::",
          "==",
          "~=",
          "?",
          ":",
          ":=",
          "\u0000",
          "\u202e",
          "\"\"\"",
          "end",
          "then",
          "rule",
          "when",
          "eval",
          "new ",
          "0x1",
          "1e9",
          "not ",
          "matches ");

  private static final List<Fact> FACTS = new ArrayList<>(new Shopper().facts());

  static {
    FACTS.add(new Page("home", "/", null, null, null, List.of()));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void a_hostile_text_is_refused_or_does_nothing(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < TEXTS; i++) {
      var text = text(random);
      var error = outcome(text, () -> ofRules(text));
      assertThat(System.clearProperty(RAN)).as("seed %d: %s", seed, text).isNull();
      assertThat(error).as("seed %d: %s", seed, text).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12})
  void a_hostile_audience_is_refused_or_does_nothing(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < TEXTS; i++) {
      var conditions = mutated(filled(PLACES, random), random);
      var error = outcome(conditions, () -> ofAudience(conditions));
      assertThat(System.clearProperty(RAN)).as("seed %d: %s", seed, conditions).isNull();
      assertThat(error).as("seed %d: %s", seed, conditions).isTrue();
    }
  }

  /** Whether nothing but the exception of the folder came of it. */
  private static boolean outcome(String text, Runnable work) {
    try {
      work.run();
    } catch (RuleFolderException refused) {
      assertThat(refused.findings()).as(text).isNotEmpty();
    }
    return true;
  }

  private void ofRules(String text) {
    var folder = Folders.of(List.of(new DrlFile("segments/one.drl", Concern.SEGMENTS, text)));
    var findings = Checked.of(folder).findings();
    Checked.advice(
        folder, new TreeMap<>(Map.of("segments/one.drl", text)), Outside.at(Instant.EPOCH));
    if (findings.stream().noneMatch(Finding::isError)) {
      RuleBase.of(folder).evaluate(FACTS, BUDGET);
    }
  }

  private static void ofAudience(String conditions) {
    var yaml =
        "placement: home\nvariations:\n  - {id: a, content: x, weight: 5000}\n  - {id: b, content: x, weight: 5000}\naudience: \""
            + conditions
                .replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\r", "\\r")
                .replace("\n", "\\n")
                .replace("\u0000", "\\0")
                .replace("\t", "\\t")
                .replace("\u000b", "\\v")
            + "\"\n";
    var file = ExperimentFile.read("experiments/e.yaml", "e", yaml, null);
    Audiences.of(List.of(file)).who(FACTS, Evaluation.NOTHING, BUDGET);
  }

  private static String text(Random random) {
    var hostile = random.nextInt(4);
    var rule = Folders.segment("One", hostile == 0 ? filled(PLACES, random) : "$p : Page()", "a");
    if (hostile == 1) {
      rule =
          rule.replace(
              "insert(", filled(List.of("%s; ", "insert(%s); ", "} %s; {"), random) + "insert(");
    } else if (hostile == 2) {
      rule =
          rule.replace(
              "when",
              filled(
                      List.of(
                          "salience (%s)", "enabled (%s)", "timer (%s)", "@x(%s)", "extends %s"),
                      random)
                  + "\nwhen");
    }
    var head = Folders.HEAD + (hostile == 3 ? filled(HEADS, random) + "\n" : "");
    return mutated(head + rule, random);
  }

  private static String filled(List<String> places, Random random) {
    var place = places.get(random.nextInt(places.size()));
    return place.replace("%s", mutated(SNIPPETS.get(random.nextInt(SNIPPETS.size())), random));
  }

  private static String mutated(String text, Random random) {
    var mutated = new StringBuilder(text);
    for (int left = random.nextInt(3); left > 0; left--) {
      int at = random.nextInt(mutated.length() + 1);
      switch (random.nextInt(3)) {
        case 0 -> mutated.insert(at, MUTATIONS.get(random.nextInt(MUTATIONS.size())));
        case 1 -> mutated.delete(at, Math.min(mutated.length(), at + 1 + random.nextInt(3)));
        default -> mutated.insert(at, mutated.substring(at, Math.min(mutated.length(), at + 8)));
      }
    }
    return mutated.toString();
  }
}
