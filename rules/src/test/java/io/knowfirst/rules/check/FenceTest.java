package io.knowfirst.rules.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.knowfirst.rules.base.Folders;
import io.knowfirst.rules.folder.DrlFile;
import io.knowfirst.rules.folder.DrlFile.Concern;
import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.FolderReading;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attempts to get out of the language of rules: none of them may reach the compiler. */
class FenceTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bought(System.exit(1) == null)",
        "Bought(java.lang.System.exit(1) == null)",
        "Bought(Runtime.getRuntime().exec(\"x\") != null)",
        "Bought(new ProcessBuilder(\"x\").start() != null)",
        "Bought(Thread.currentThread().sleep(1) != null)",
        "Bought(this.getClass().getClassLoader() != null)",
        "Bought(category.getClass().forName(\"x\") != null)",
        "Bought(category.class.name == \"x\")",
        "Bought(Class.forName(\"java.lang.System\") != null)",
        "Bought(new java.io.FileWriter(\"x\") != null)",
        "Bought(java.nio.file.Files.readString(null) != null)",
        "Bought(new java.net.URL(\"http://x\").openStream() != null)",
        "Bought(\\u0053ystem.exit(1) == null)",
        "Bought(category == \"a\\u0022 + System.exit(1) + \\u0022\")",
        "Bought(#java.lang.System.exit(1))",
        "Bought(this#Object.getClass() != null)",
        "Bought(eval(System.exit(1)))",
        "Bought(category[0] == \"a\")",
        "Bought(category = \"a\")",
        "Bought(category == (\"a\" -> \"b\"))",
        "Bought(category == System::exit)",
        "Bought(category instanceof Object)",
        "Bought({ System.exit(1); } == null)",
        "Bought(category str[getClass] \"a\", category.notify() == null)",
        "Bought(category isEvil \"a\")",
        "$System : Bought($System.getClass() != null)",
        "eval(true)",
        "Bought() from new java.util.ArrayList()",
        "Bought() from java.lang.Runtime.getRuntime()",
        "Bought() from entry-point \"x\"",
        "Bought() from collect(Bought())",
        "forall(Bought())",
        "java.lang.Runtime()",
        "Object(toString == \"x\")",
        "?query(\"x\";)",
        "Number() from accumulate(Bought(), init(System.exit(1);), action(), result(1))",
        "accumulate(Bought(); $n : exec(1))",
        "Bought(times(Integer.parseInt(\"1\")) > 1)",
        "Bought(category == \"a\") @watch(*) System.exit(1)",
        "if (true) do[x] Bought()",
        "Bought(category == \"a\" // \r && java.lang.System.exit(1) == null\n)",
        "$b : Bought(category == \"a\" // \r && java.lang.System.exit(1) == null\n)",
        "accumulate(Visitor($v : visits); $s : sum($v // \r + System.exit(1)\n))",
        "Page(url matches \"\\050a+\\051+b\")",
        "groupby(Page($t : type); $k : java.lang.Runtime.getRuntime().exec(\"x\"); $c : count())",
        "groupby(Page($t : type); $t; $c : count())",
        "€1 : Page()",
        "Page(€1 : type, €1.getClass() != null)",
        "$größe : Page()",
        "Page(getClass : type, getClass() != null)",
        "Page(wait : type, wait(100000))",
        "Page(wait(100000))",
        "Page(notify() == null)",
        "Page($t : type, $t(1) == null)",
        "hashCode : Page()",
        "System : Page()",
        "accumulate(Page($t : type); getClass : count($t))",
        "Page(1.getClass() != null)",
        "Page(1x == 1)",
        "$x := Page()",
        "/page[type == \"home\"]",
        "$v : /visitor/visits",
        "Page(/type/length)",
        "Page(type == \"\"\"a\"\"\")",
      })
  void a_condition_cannot_leave_the_language(String condition) {
    refused(Folders.HEAD + Folders.segment("One", condition, "a"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "System.exit(1);",
        "java.lang.System.exit(1);",
        "Runtime.getRuntime().exec(\"x\");",
        "new Thread(() -> {}).start();",
        "Class.forName(\"x\");",
        "new java.io.File(\"x\").delete();",
        "// \\u000a System.exit(1);",
        "// \r System.exit(1);\n",
        "/* \\u002a/ System.exit(1); /* */",
        "insert(new Member(\"a\\u0022)); System.exit(1); //\"));",
        "insert(new Member(\"a\" + System.exit(1)));",
        "insert(new Member(\"a\") { { System.exit(1); } });",
        "insert(new Member(\"a\")); { static int x; }",
        "class X { static { System.exit(1); } }",
        "while (true) {}",
        "do {} while (true);",
        "for (;;);",
        "try { } finally { }",
        "throw new RuntimeException();",
        "drools.halt();",
        "drools.getKnowledgeRuntime().getGlobals();",
        "kcontext.getKieRuntime();",
        "modify($b) { x() };",
        "delete($b);",
        "insert($b.getClass());",
        "insert(new java.lang.Object());",
        "insert(((Object) $b));",
        "var x = 1;",
        "Object o = System.out;",
        "then[other] System.exit(1);",
        "return;",
      })
  void a_then_block_cannot_leave_the_language(String then) {
    refused(
        Folders.HEAD
            + Folders.segment("One", "$b : Bought(category == \"a\")", "a")
                .replace("insert(new Member(\"a\"));", then + " insert(new Member(\"a\"));"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "import java.lang.*;",
        "import java.lang.Runtime;",
        "import static java.lang.System.exit;",
        "import function java.lang.System.exit;",
        "import io.knowfirst.rules.base.*;",
        "import accumulate java.lang.System exec;",
        "global java.lang.Runtime runtime;",
        "function void f() { System.exit(1); }",
        "query q() Page() end",
        "declare X end",
        "declare enum E A; end",
        "declare window W Page() end",
        "declare entry-point \"x\" end",
        "dialect \"mvel\"",
        "unit X;",
        "salience 10",
        "// \rdialect \"java\"",
      })
  void a_file_cannot_declare_anything_but_rules(String line) {
    refused(Folders.HEAD + line + "\n" + Folders.segment("One", "Page()", "a"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dialect \"mvel\"",
        "salience (System.exit(1))",
        "enabled (System.exit(1) == null)",
        "timer (int: 0 1)",
        "no-loop true",
        "extends \"Two\"",
      })
  void a_rule_cannot_carry_attributes(String attribute) {
    refused(
        Folders.HEAD + Folders.segment("One", "Page()", "a").replace("when", attribute + "\nwhen"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Page(type == \"home\" // \r && System.exit(1) == null\n)",
        "Page(type == \"\\u0068ome\")",
        "Page(type == \"\\150ome\")",
      })
  void the_audience_of_an_experiment_cannot_leave_the_language(String condition) {
    var text =
        """
        placement: home-hero
        running: true
        variations:
          - {id: a, content: welcome, weight: 5000}
          - {id: b, content: welcome, weight: 5000}
        audience: "%s"
        """
            .formatted(
                condition
                    .replace("\\", "\\\\")
                    .replace("\"", "\\\"")
                    .replace("\r", "\\r")
                    .replace("\n", "\\n"));
    var files =
        new TreeMap<>(
            Map.of(
                "shop.yaml", "timezone: Europe/Berlin\ncurrency: EUR\n",
                "placements.yaml", "- {id: home-hero, channel: web, content: welcome}\n",
                "contents/welcome.yaml", "headline: Hello\n",
                "experiments/one.yaml", text));
    var reading = FolderReading.of(files);
    assertThat(reading.findings()).noneMatch(Finding::isError);
    assertThat(Checked.of(reading.folder()).findings())
        .extracting(Finding::code)
        .containsExactly("KF123");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Page() then insert(new Audience(\"one\")); end rule \"b\" when Page()",
        "Page() then insert(new Audience(\"other\")); end rule \"b\" when Page()",
        "Page() then end query q() Page()",
        "Page() then[x] insert(new Audience(\"one\"));",
        "Page() then insert(new Audience(\"one\")); //",
        "Page() then insert(new Audience(\"one\"));",
        "Page() then insert(new Audience(\"one\")); end function void f() {} rule \"b\" when Page()",
        "Page()) or (Page() then insert(new Member(\"a\")); end rule \"b\" when (Page()",
        "groupby(Page($t : type); $k : java.lang.Runtime.getRuntime(); $c : count())",
      })
  void an_audience_cannot_end_its_rule(String conditions) {
    var yaml =
        "placement: home\nvariations:\n  - {id: a, content: x, weight: 5000}\n  - {id: b, content: x, weight: 5000}\naudience: '"
            + conditions
            + "'\n";
    var file = ExperimentFile.read("experiments/one.yaml", "one", yaml, null);
    assertThat(Checked.ofAudiences(List.of(file)).findings())
        .as(conditions)
        .anyMatch(Finding::isError);
  }

  @Test
  void what_to_write_instead_is_told() {
    var file =
        Folders.HEAD
            + Folders.segment("One", "groupby(Page($t : type); $t; $c : count())", "a")
            + Folders.segment("Two", "forall(Page())", "b");
    assertThat(
            Checked.of(Folders.of(List.of(new DrlFile("segments/one.drl", Concern.SEGMENTS, file))))
                .findings())
        .extracting(Finding::message)
        .anyMatch(message -> message.contains("groupby") && message.contains("Maybe accumulate"))
        .anyMatch(message -> message.contains("forall") && message.contains("Maybe not"));
  }

  @Test
  void long_texts_are_read() {
    var condition = "Bought(category == \"%s\")".formatted("a".repeat(100_000));
    var file = Folders.HEAD + Folders.segment("One", condition, "a".repeat(100_000));
    var findings =
        Checked.of(Folders.of(List.of(new DrlFile("segments/one.drl", Concern.SEGMENTS, file))))
            .findings();
    assertThat(findings).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Page(%stype == 1)|!",
        "Page(visits == %s1)|- ",
        "Page(%stype == 1)|type == 1 && ",
        "Page(type == 1%s)|, type == 1",
        "Page(type == 1%s)| ? 1 : 2",
        "Page(type == %s1)|(int) ",
        "%s Page()|not ",
        "%s Page()|Page() or ",
        "Page() then %s|insert(new Member(\"a\")); ",
        "Page() then end %s|rule ",
        "Page(type == %s1)|[",
        "Page(type == %s1)|{",
      })
  void a_megabyte_of_anything_is_told_within_seconds(String shape) {
    var parts = shape.split("\\|", 2);
    var condition = parts[0].replace("%s", parts[1].repeat(1_000_000 / parts[1].length()));
    var text = Folders.HEAD + "rule \"One\" when " + condition + "\nthen end\n";
    assertTimeout(Duration.ofMinutes(2), () -> refused(text), shape);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Page(%stype == \"home\"%s)", "%sPage()%s"})
  void brackets_in_brackets_without_end_are_refused(String condition) {
    var open = condition.startsWith("%s") ? "not (" : "(";
    var deep = condition.formatted(open.repeat(3000), ")".repeat(3000));
    assertThat(refused(Folders.HEAD + Folders.segment("One", deep, "a")))
        .filteredOn(Finding::isError)
        .singleElement()
        .returns("KF204", Finding::code)
        .matches(finding -> finding.line() == 6 && finding.message().contains("deeper than 100"));
  }

  private static List<Finding> refused(String text) {
    var findings =
        Checked.of(Folders.of(List.of(new DrlFile("segments/one.drl", Concern.SEGMENTS, text))))
            .findings();
    assertThat(findings).as(text).anyMatch(Finding::isError);
    return findings;
  }
}
