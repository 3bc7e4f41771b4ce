package io.knowfirst.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.experiments.report.Texts;
import io.knowfirst.server.console.MessageTexts.Line;
import io.knowfirst.server.decide.assignment.LifecycleStep;
import io.knowfirst.server.rulesets.versions.AuditEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AuditWordsTest {
  private static final Path SOURCES = Path.of("src/main/java/io/knowfirst/server");
  private static final AuditWords GERMAN = new AuditWords(Frame.words(Locale.GERMAN));
  private static final AuditWords ENGLISH = new AuditWords(Frame.words(Locale.ENGLISH));

  private static final Pattern ACTION =
      Pattern.compile(
          "\"((?:user|key|session|signing|visitor|audience|webhook|experiment)\\.[a-z-]+)\"");
  private static final Pattern OF_VISITOR =
      Pattern.compile("audited\\(\\s*context,\\s*\"([a-z-]+)\",\\s*\\w+\\)");
  private static final Pattern OF_WISH = Pattern.compile("(?s)new Wish\\([^;]*?, \"([a-z]+)\"");
  private static final Pattern TOOL = Pattern.compile("new AgentTool\\(\\s*\"([a-z_]+)\"");

  /** A message to a webhook, and no action of anybody. */
  private static final Set<String> ELSEWHERE = Set.of("webhook.test");

  @Test
  void every_action_that_the_server_records_has_words_in_both_languages() throws IOException {
    var actions = new TreeSet<String>();
    for (var source : sources("")) {
      if (source.contains("audit")) {
        actions.addAll(found(ACTION, source));
      }
    }
    for (var source : sources("web/VisitorDataRoutes.java")) {
      found(OF_VISITOR, source).forEach(word -> actions.add("visitor." + word));
    }
    for (var source : sources("experiments/lifecycle")) {
      found(OF_WISH, source).forEach(word -> actions.add("experiment." + word));
    }
    actions.add("experiment.refused");
    for (var source : sources("web")) {
      found(TOOL, source).forEach(tool -> actions.add("agent." + tool.replace('_', '-')));
    }
    Arrays.stream(LifecycleStep.values()).forEach(it -> actions.add("experiment." + it.word()));
    Arrays.stream(AuditEntry.What.values()).forEach(it -> actions.add("rules." + it.word()));
    actions.removeAll(ELSEWHERE);

    assertThat(actions)
        .hasSizeGreaterThan(55)
        .contains("visitor.merged", "session.refused", "experiment.weights", "agent.submit-draft");
    for (var words : List.of(GERMAN, ENGLISH)) {
      assertThat(words.actions()).containsExactlyElementsOf(actions);
      assertThat(actions).allSatisfy(it -> assertThat(words.action(it)).isNotEqualTo(it));
    }
    assertThat(actions)
        .allSatisfy(it -> assertThat(GERMAN.action(it)).isNotEqualTo(ENGLISH.action(it)));
  }

  @Test
  void every_step_in_the_history_of_an_experiment_has_words_in_both_languages() {
    for (var texts : List.of(Frame.words(Locale.GERMAN), Frame.words(Locale.ENGLISH))) {
      for (var step : LifecycleStep.values()) {
        assertThat(told(texts, step.word())).isNotEqualTo("?");
      }
      assertThat(List.of("apply", "weights", "refused"))
          .allSatisfy(it -> assertThat(told(texts, it)).isNotEqualTo("?"));
    }
  }

  private static String told(Texts texts, String what) {
    return texts.getOr("experiment.did." + what, "?");
  }

  @Test
  void a_change_of_an_experiment_is_told_piece_by_piece() {
    assertThat(
            GERMAN.detail(
                "experiment.apply",
                "phase 2 with seed layout:2: everyone is assigned anew; coverage 1000 to 5000; owner null to Maria; start"))
        .containsExactly(
            new Line(
                "Phase 2 mit dem Startwert layout:2: Alle Besucher werden neu zugeteilt", "de"),
            new Line("Anteil der Besucher von 1000 auf 5000 (von 10.000)", "de"),
            new Line("Verantwortlich von keine Angabe auf Maria", "de"),
            new Line("gestartet", "de"));
    assertThat(GERMAN.detail("experiment.decide", "decide big"))
        .containsExactly(new Line("entschieden: big", "de"));
    assertThat(ENGLISH.detail("experiment.apply", "applied; start"))
        .containsExactly(new Line("applied", "en"), new Line("start", "en"));
  }

  /** The changes that a new definition makes, as the sources write them. */
  @Test
  void every_change_of_an_experiment_is_there_in_german() throws IOException {
    var source = Files.readString(SOURCES.resolve("decide/assignment/Revision.java"));
    var changes = new ArrayList<String>();
    found(Pattern.compile("told\\(\\s*\"(\\w+)\""), source)
        .forEach(field -> changes.add(field + " a to b"));
    found(Pattern.compile("(?s)(?:List\\.of|\\.add)\\(\\s*(\"[^;]*?)\\)"), source)
        .forEach(
            list ->
                found(Pattern.compile("\"([^\"]+)\""), list)
                    .forEach(it -> changes.add(it.replaceAll("%[sd]", "7"))));
    changes.remove("7 7 to 7");
    changes.removeIf(it -> it.startsWith("Experiment ") || it.startsWith("/"));
    assertThat(changes)
        .hasSizeGreaterThan(25)
        .contains("applied as a draft", "pause", "coverage a to b", "bandit a to b");
    for (var change : changes) {
      assertThat(GERMAN.detail("experiment.apply", change))
          .as(change)
          .extracting(Line::language)
          .containsOnly("de");
    }
  }

  @Test
  void roles_keys_and_sign_ins_are_told_in_german() {
    assertThat(GERMAN.detail("user.roles", "author, reader -> approver"))
        .containsExactly(new Line("Autor, Leser → Freigeber", "de"));
    assertThat(GERMAN.detail("session.refused", "wrong password or no such account"))
        .containsExactly(new Line("falsches Passwort oder unbekanntes Konto", "de"));
    assertThat(GERMAN.detail("session.began", "OpenID Connect at https://login.example"))
        .containsExactly(new Line("über OpenID Connect bei https://login.example", "de"));
    assertThat(GERMAN.detail("signing.rotated", "30 days"))
        .containsExactly(new Line("30 Tage", "de"));
    assertThat(GERMAN.subject("rules 687a98cdaed74e24118eb8c033ff3c02df24a896"))
        .isEqualTo("Regeln 687a98cdaed7");
    assertThat(GERMAN.subject("user maria@shop.example")).isEqualTo("Benutzer maria@shop.example");
    assertThat(GERMAN.detail("rules.published", "first version, from the example shop"))
        .containsExactly(new Line("erste Version, aus dem Beispiel-Shop", "de"));
  }

  @Test
  void what_people_wrote_stays_as_it_is() {
    for (var what :
        List.of("experiment.noted", "rules.published", "key.renamed", "webhook.created")) {
      assertThat(GERMAN.detail(what, "note 7; <b>password</b> $1 \\ %s"))
          .containsExactly(new Line("note 7; <b>password</b> $1 \\ %s", "de"));
    }
    assertThat(GERMAN.action("made.up")).isEqualTo("made.up");
    assertThat(GERMAN.subject("made up")).isEqualTo("made up");
    assertThat(GERMAN.detail("", "")).isEmpty();
  }

  @Test
  void findings_of_what_was_refused_keep_their_place() {
    assertThat(
            GERMAN.detail(
                "rules.refused",
                "campaigns/sale.yaml:2:1: There is no campaign \"x\". There is none yet.\nmore"))
        .containsExactly(
            new Line(
                "campaigns/sale.yaml:2:1: Eine Kampagne „x“ gibt es nicht. Es gibt noch keine.",
                "de"),
            new Line("more", "en"));
  }

  private static List<String> sources(String place) throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES.resolve(place))) {
      var sources = new ArrayList<String>();
      for (var file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
        sources.add(Files.readString(file));
      }
      return sources;
    }
  }

  private static List<String> found(Pattern pattern, String source) {
    return pattern.matcher(source).results().map(it -> it.group(1)).toList();
  }
}
