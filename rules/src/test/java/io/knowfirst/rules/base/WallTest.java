package io.knowfirst.rules.base;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.check.Checked;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.Page;
import io.knowfirst.rules.folder.DrlFile;
import io.knowfirst.rules.folder.DrlFile.Concern;
import io.knowfirst.rules.folder.RuleFolder;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.drools.base.common.DroolsObjectOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kie.api.definition.KiePackage;
import org.kie.api.io.ResourceType;
import org.kie.internal.builder.KnowledgeBuilderFactory;
import org.kie.internal.builder.conf.LanguageLevelOption;
import org.kie.internal.io.ResourceFactory;

/** Rules that never saw the check are compiled, and run nothing: the wall stands alone. */
class WallTest {
  private static final String RAN = "knowfirst.wall.test";
  private static final String RUN = "System.setProperty(\"" + RAN + "\", \"ran\")";
  private static final Duration BUDGET = Duration.ofMillis(500);
  private static final List<Fact> FACTS = new ArrayList<>(new Shopper().facts());

  static {
    FACTS.add(new Page("home", "/", null, null, null, List.of()));
  }

  @TempDir Path dir;

  @AfterEach
  void nothing_ran() {
    assertThat(System.clearProperty(RAN)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Page(%s == null)",
        "Page(type == %s)",
        "Page(type in (\"a\", %s))",
        "Page(java.lang.%s == null)",
        "Page(eval(%s == null))",
        "Page($x : %s)",
        "eval(%s == null)",
        "Page() from %s",
        "String() from %s",
        "String() from collect(Page(%s == null))",
        "groupby(Page($t : type); $k : %s; $c : count())",
        "accumulate(Page($t : type); $c : count(%s))",
        "accumulate(Page(%s == null); $c : count())",
        "Number() from accumulate(Page(), init(%s;), action(), result(1))",
        "Number() from accumulate(Page(), init(int i = 0;), action(%s;), result(1))",
        "Number() from accumulate(Page(), init(int i = 0;), action(), result(%s))",
        "forall(Page(%s == null))",
        "not(Page(%s == null))",
        "exists(Page(type == \"a\" || %s == null))",
        "Page(getClass : type, getClass() != null)",
        "Page(type.getClass().forName(\"java.lang.Runtime\") != null)",
        "Page(this.getClass().getClassLoader() != null)",
        "Page(€1 : type, €1.getClass() != null)",
        "Page(Runtime.getRuntime().exec(\"false\") != null)",
        "Page(new ProcessBuilder(\"false\").start() != null)",
        "Page(Class.forName(\"java.lang.Runtime\") != null)",
        "Page(new java.io.File(\"x\").delete())",
        "Page(new java.net.URL(\"http://127.0.0.1:1/\").openStream() != null)",
        "Page(Thread.currentThread() != null)",
        "Page(wait(1) == null)",
        "Page(type matches \".*a.*a.*ab\" || type ~= \"a\")",
        "java.lang.Runtime()",
        "Object(toString == \"x\")",
        "System()",
      })
  void a_condition_that_names_something_else_is_not_let_through(String condition) {
    refused(rule(condition.replace("%s", RUN), ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s;",
        "java.lang.%s;",
        "Runtime.getRuntime().exec(\"false\");",
        "new ProcessBuilder(\"false\").start();",
        "Class.forName(\"java.lang.Runtime\");",
        "$p.getClass().getClassLoader().loadClass(\"x\");",
        "System.exit(1);",
        "new java.io.File(\"x\").delete();",
        "new java.net.URL(\"http://127.0.0.1:1/\").openStream();",
        "new Thread(() -> %s).start();",
        "Runnable r = () -> %s; r.run();",
        "drools.halt();",
        "drools.getKnowledgeRuntime().getGlobals();",
        "kcontext.getKieRuntime().halt();",
        "insert(new Member(\"\" + %s));",
        "} static { %s; } {",
        "} static class X { static { %s; } } {",
      })
  void a_conclusion_that_names_something_else_is_not_let_through(String then) {
    refused(rule("$p : Page()", then.replace("%s", RUN)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "import java.lang.System",
        "import static java.lang.System.setProperty",
        "import function java.lang.System.setProperty",
        "global java.lang.Runtime runtime",
        "function void run() { %s; }",
        "query q() Page(%s == null) end",
        "declare X a : String = %s end",
        "declare enum E A(%s); a : String end",
        "declare window W Page(%s == null) over window:length(1) end",
        "dialect \"mvel\"",
        "import accumulate java.lang.Runtime exec",
      })
  void a_declaration_beside_rules_is_not_let_through(String line) {
    var conclusion = line.startsWith("dialect") || line.startsWith("import java") ? RUN + ";" : "";
    refused(line.replace("%s", RUN) + "\n" + rule("Page()", conclusion));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dialect \"mvel\"",
        "salience (%s == null ? 1 : 2)",
        "enabled (%s == null)",
        "timer (expr: %s)",
        "extends \"One\"",
      })
  void an_attribute_of_a_rule_is_not_let_through(String attribute) {
    var conclusion = attribute.startsWith("dialect") ? RUN + ";" : "";
    refused(rule("Page()", conclusion).replace("when", attribute.replace("%s", RUN) + "\nwhen"));
  }

  @Test
  void plain_rules_pass() {
    var folder = folder(rule("Page(type == \"home\")", ""));
    assertThat(compile(folder).errors()).isEmpty();
    assertThat(RuleBase.compile(folder, dir).evaluate(FACTS, BUDGET).segments()).hasSize(1);
  }

  /** Even one who can read the key of the folder only gets through what the wall lets through. */
  @Test
  void kept_rules_that_somebody_else_wrote_do_not_run() throws Exception {
    var folder = folder(rule("Page(type == \"home\")", ""));
    RuleBase.compile(folder, dir);
    var kept = kept();
    var name = String.valueOf(kept.getFileName()).replace(".package", "");
    for (var condition : List.of("Page(%s == null)".formatted(RUN), "Page(type == \"home\")")) {
      var hostile = hostile(rule(condition, RUN + ";"), "knowfirst.r" + name);
      for (boolean sealed : new boolean[] {false, true}) {
        Files.write(
            kept, written(hostile, sealed ? Files.readAllBytes(dir.resolve(".key")) : null));
        var base = RuleBase.compile(folder, dir);
        assertThat(base.evaluate(FACTS, BUDGET).segments()).hasSize(1);
        assertThat(System.getProperty(RAN)).as("sealed " + sealed).isNull();
      }
    }
  }

  @Test
  void what_is_no_rule_is_not_even_made_from_a_kept_file() throws Exception {
    var folder = folder(rule("Page(type == \"home\")", ""));
    RuleBase.compile(folder, dir);
    Files.write(kept(), written(List.of(new Bomb()), Files.readAllBytes(dir.resolve(".key"))));
    assertThat(RuleBase.compile(folder, dir).evaluate(FACTS, BUDGET).segments()).hasSize(1);
  }

  /** Runs when it is read. */
  private static final class Bomb implements java.io.Serializable {
    private static final long serialVersionUID = 1;

    private void writeObject(ObjectOutputStream out) throws IOException {
      out.defaultWriteObject();
    }

    private void readObject(java.io.ObjectInputStream in) {
      System.setProperty(RAN, "ran");
    }
  }

  private Path kept() throws IOException {
    try (var files = Files.list(dir)) {
      return files.filter(file -> file.toString().endsWith(".package")).findFirst().orElseThrow();
    }
  }

  private static byte[] written(List<?> objects, byte[] key) throws Exception {
    var bytes = new java.io.ByteArrayOutputStream();
    bytes.write(new byte[32]);
    try (var out = new DroolsObjectOutputStream(bytes)) {
      out.writeObject(new ArrayList<>(objects));
    }
    var whole = bytes.toByteArray();
    if (key != null) {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update(whole, 32, whole.length - 32);
      System.arraycopy(mac.doFinal(), 0, whole, 0, 32);
    }
    return whole;
  }

  private static List<KiePackage> hostile(String text, String packageName) {
    var settings = KnowledgeBuilderFactory.newKnowledgeBuilderConfiguration();
    settings.setOption(LanguageLevelOption.DRL10);
    var builder = KnowledgeBuilderFactory.newKnowledgeBuilder(settings);
    var whole = (Folders.HEAD + text).replace("package shop", "package " + packageName);
    builder.add(
        ResourceFactory.newByteArrayResource(whole.getBytes(StandardCharsets.UTF_8)),
        ResourceType.DRL);
    assertThat(builder.getErrors()).isEmpty();
    return new ArrayList<>(builder.getKnowledgePackages());
  }

  private static String rule(String condition, String then) {
    return Folders.segment("One", condition, "a").replace("insert(", then + " insert(");
  }

  private static RuleFolder folder(String text) {
    return Folders.of(
        List.of(new DrlFile("segments/one.drl", Concern.SEGMENTS, Folders.HEAD + text)));
  }

  private static Compiler.Compiled compile(RuleFolder folder) {
    return Compiler.compile(Checked.of(folder).sources());
  }

  private static void refused(String text) {
    var compiled = compile(folder(text));
    assertThat(compiled.errors()).as(text).isNotEmpty();
    assertThat(compiled.packages()).as(text).isEmpty();
  }
}
