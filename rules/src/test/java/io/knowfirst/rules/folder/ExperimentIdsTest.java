package io.knowfirst.rules.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.knowfirst.rules.base.Folders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever names something in the definition of an experiment is held to one pattern. */
class ExperimentIdsTest {
  private static final JsonMapper JSON = new JsonMapper();

  @ParameterizedTest
  @ValueSource(strings = {"undefined", "NULL", "NaN", "a\nb", " a", "a ", "50%", "a/b", "a\u0000b"})
  void an_id_that_names_nothing_is_refused_wherever_it_stands(String id) {
    refused("/id", id);
    refused("/seed", id);
    refused("/exclusion/group", id);
    refused("/variations/0/id", id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "undefined",
        "null",
        "[object Object]",
        "guest",
        "0",
        "{{ id }}",
        "a\nb",
        "\u00a0"
      })
  void a_forced_visitor_who_is_nobody_is_refused(String visitor) {
    var found = refused("/forced", visitor);
    assertThat(found.message()).contains("expected the id of one visitor", "Maybe");
  }

  @Test
  void an_id_of_a_million_characters_is_shown_in_part() {
    var id = "x".repeat(1_000_000);
    for (var at :
        new String[] {"/id", "/seed", "/exclusion/group", "/variations/0/id", "/forced"}) {
      assertThat(refused(at, id).message()).as(at).hasSizeLessThan(400);
    }
    for (var at :
        new String[] {"/placement", "/variations/0/content", "/mode", "/name", "/owner"}) {
      assertThat(refused(at, id).message()).as(at).hasSizeLessThan(400);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/forced, Müller 7",
    "/forced, a@b.example",
    "/seed, spring:2",
    "/exclusion/group, g 1"
  })
  void other_ids_are_taken(String at, String id) {
    assertThatCode(() -> read(at, id, true)).doesNotThrowAnyException();
  }

  @Test
  void what_was_stored_before_is_read_as_it_is() {
    assertThatCode(() -> read("/forced", "guest", false)).doesNotThrowAnyException();
    assertThatCode(() -> read("/variations/0/id", "undefined", false)).doesNotThrowAnyException();
  }

  private static Finding refused(String at, String id) {
    var wrong = catchThrowableOfType(RuleFolderException.class, () -> read(at, id, true));
    assertThat(wrong).as("%s %s", at, id.substring(0, Math.min(20, id.length()))).isNotNull();
    return wrong.findings().get(0);
  }

  /** A sound definition but for one text. */
  private static ExperimentFile read(String at, String id, boolean given) {
    var root = JSON.createObjectNode().put("placement", "home-hero");
    for (var name : new String[] {"a", "b"}) {
      root.withArray("variations")
          .addObject()
          .put("id", name)
          .put("content", "banner")
          .put("weight", 5000);
    }
    switch (at) {
      case "/forced" -> root.putObject("forced").put(id, "b");
      case "/exclusion/group" ->
          root.putObject("exclusion").put("group", id).put("from", 0).put("to", 9);
      case "/variations/0/id" -> ((ObjectNode) root.at("/variations/0")).put("id", id);
      case "/variations/0/content" -> ((ObjectNode) root.at("/variations/0")).put("content", id);
      default -> root.put(at.substring(1), id);
    }
    return ExperimentFile.read("e.yaml", "e", root.toString(), given ? Folders.of("", "") : null);
  }
}
