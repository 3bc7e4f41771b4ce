package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.knowfirst.server.access.Role;
import io.knowfirst.server.audit.AuditEvent;
import io.knowfirst.server.audit.AuditQuery;
import io.knowfirst.server.model.Actor;
import io.knowfirst.server.rulesets.drafts.RuleDraft.State;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Agents with the Java SDK's own client, as it comes. */
class AgentsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CALLS = 600;
  private static final Map<String, Object> QUESTION =
      Map.of(
          "visitor", Map.of("traits", Map.of("age", 30)),
          "placements", List.of("home-hero"),
          "now", "2026-11-22T09:00:00Z");

  @RegisterExtension static final TestApi api = TestApi.start();

  private record Answered(boolean isError, JsonNode json) {}

  @Test
  void an_agent_writes_checks_tests_and_submits_a_draft_and_what_is_live_stays() {
    var live = api.rulesets.get().base().hash();
    try (var agent = client("X-API-Key", api.admin)) {
      var draft = call(agent, "create_draft", Map.of("name", "Winter"));
      var id = draft.json().path("id").asText();
      var written =
          call(
              agent,
              "write_file",
              Map.of(
                  "draft",
                  id,
                  "revision",
                  draft.json().path("revision").asInt(),
                  "path",
                  "contents/winter.yaml",
                  "text",
                  "headline: Winter is here\n"));
      assertThat(written.json().at("/changes/0/path").asText()).isEqualTo("contents/winter.yaml");
      assertThat(
              call(agent, "read_file", Map.of("draft", id, "path", "contents/winter.yaml"))
                  .json()
                  .path("text")
                  .asText())
          .isEqualTo("headline: Winter is here\n");
      assertThat(call(agent, "check_draft", Map.of("draft", id)).json().path("findings"))
          .isNotNull();
      assertThat(
              call(agent, "test_draft", Map.of("draft", id, "filter", "golf"))
                  .json()
                  .path("passed")
                  .asBoolean())
          .isTrue();
      var sent =
          call(
              agent,
              "submit_draft",
              Map.of(
                  "draft",
                  id,
                  "revision",
                  written.json().path("revision").asInt(),
                  "comment",
                  "Ready for winter"));
      assertThat(sent.json().path("state").asText()).isEqualTo("submitted");
    }
    assertThat(api.rulesets.get().base().hash()).isEqualTo(live);
  }

  @Test
  void tools_read_the_language_and_say_why_a_rule_did_not_fire() {
    try (var agent = client("X-API-Key", api.secret)) {
      var facts = call(agent, "get_vocabulary", Map.of()).json().path("facts");
      assertThat(facts.findValuesAsText("type")).contains("Bought", "Viewed", "Visitor");
      assertThat(facts.toString()).contains("\"daysAgo\"");
      var why = new LinkedHashMap<>(QUESTION);
      why.put("rules", List.of("Jeans buyers see the jeans banner"));
      var answer = call(agent, "why_not", why);
      assertThat(answer.isError()).as(answer.json().toString()).isFalse();
      assertThat(answer.json().path("whyNot").toString()).contains("jeans-buyers");
      var simulated = call(agent, "simulate", QUESTION).json();
      assertThat(simulated.at("/decisions/0/placement").asText()).isEqualTo("home-hero");
      assertThat(call(agent, "list_rules", Map.of()).json().path("rules").size()).isPositive();
      assertThat(call(agent, "get_ledger", Map.of()).isError()).isFalse();
      assertThat(call(agent, "list_experiments", Map.of()).isError()).isFalse();
      var draft = call(agent, "create_draft", Map.of("name", "No"));
      assertThat(draft.isError()).as("a secret key writes no drafts").isTrue();
      assertThat(draft.json().path("status").asInt()).isEqualTo(403);
    }
  }

  @Test
  void errors_name_the_argument_the_value_and_what_was_expected() {
    try (var agent = client("X-API-Key", api.admin)) {
      var unknown = call(agent, "get_draft", Map.of("draft", "nothing"));
      assertThat(unknown.isError()).isTrue();
      assertThat(unknown.json().path("status").asInt()).isEqualTo(404);
      var wrong = call(agent, "create_draft", Map.of("name", 5, "what", "else"));
      assertThat(wrong.json().path("errors").findValuesAsText("pointer"))
          .contains("/name", "/what");
      var when = call(agent, "get_ledger", Map.of("from", "yesterday"));
      assertThat(when.json().path("detail").asText()).contains("from is \"yesterday\"");
    }
  }

  @Test
  void a_signed_in_reader_reads_and_writes_nothing() {
    var users = api.people.people().users();
    var made =
        TestApi.await(
            users.invite("r@shop.example", EnumSet.of(Role.READER), Actor.itself("test")));
    var joined =
        TestApi.await(
            api.people.people().signIn().join(made.token(), "", "", "nine paper cranes", "test"));
    var who = TestApi.await(api.people.people().sessions().find(joined.session())).orElseThrow();
    try (var reader =
        client(
            "Cookie",
            "kf_session=" + joined.session(),
            "X-CSRF-Token",
            api.people.people().formToken(who))) {
      assertThat(call(reader, "list_drafts", Map.of()).isError()).isFalse();
      assertThat(call(reader, "create_draft", Map.of("name", "X")).json().path("status").asInt())
          .isEqualTo(403);
    }
  }

  @Test
  void each_call_is_in_the_audit_before_it_is_made() {
    try (var agent = client("X-API-Key", api.otherAdmin)) {
      var draft = call(agent, "create_draft", Map.of("name", "Audited")).json().path("id").asText();
      call(agent, "check_draft", Map.of("draft", draft));
      var rows =
          TestApi.await(
              api.people
                  .people()
                  .audit()
                  .page(new AuditQuery(null, "agent", "draft " + draft, null, null, null, 10)));
      assertThat(rows).extracting(AuditEvent::what).containsExactly("agent.check-draft");
      assertThat(rows.get(0).actor().person()).startsWith("key ");
    }
  }

  /** Whatever the arguments: what is live stays, no draft is approved, and nothing fails inside. */
  @Test
  void no_tool_publishes_or_approves_whatever_it_is_called_with() {
    var live = api.rulesets.get().base().hash();
    var random = new SplittableRandom(20_261_130);
    try (var agent = client("X-API-Key", api.admin)) {
      var tools = agent.listTools().tools();
      assertThat(tools).extracting(Tool::name).hasSize(19).doesNotHaveDuplicates();
      assertThat(tools)
          .extracting(Tool::name)
          .noneMatch(name -> name.matches(".*(publish|approve|schedule|rollback|key|user).*"));
      var drafts = new ArrayList<String>();
      for (int i = 0; i < 5; i++) {
        drafts.add(
            call(agent, "create_draft", Map.of("name", "Fuzz " + i)).json().path("id").asText());
      }
      for (int i = 0; i < CALLS; i++) {
        var tool = tools.get(random.nextInt(tools.size()));
        var arguments = arguments(tool, drafts, random);
        var answer = call(agent, tool.name(), arguments);
        assertThat(answer.json().path("status").asInt())
            .as("%s %s: %s", tool.name(), arguments, answer.json())
            .isLessThan(500);
      }
    }
    assertThat(api.rulesets.get().base().hash()).isEqualTo(live);
    var beyond =
        TestApi.await(
            api.drafts()
                .drafts()
                .list(EnumSet.of(State.APPROVED, State.SCHEDULED, State.PUBLISHED), 100));
    assertThat(beyond).isEmpty();
  }

  private static Map<String, Object> arguments(
      Tool tool, List<String> drafts, SplittableRandom random) {
    var all = new LinkedHashMap<String, Object>();
    for (var name : tool.inputSchema().properties().keySet()) {
      if (random.nextInt(6) > 0) {
        all.put(name, random.nextInt(3) > 0 ? likely(name, drafts, random) : odd(random));
      }
    }
    if (random.nextInt(12) == 0) {
      all.put("step", "publish");
    }
    return all;
  }

  private static Object likely(String name, List<String> drafts, SplittableRandom random) {
    return switch (name) {
      case "draft" -> drafts.get(random.nextInt(drafts.size()));
      case "revision" -> random.nextInt(6);
      case "path" -> "contents/fuzz-" + random.nextInt(3) + ".yaml";
      case "text" -> "headline: " + random.nextInt() + "\n";
      case "placements" -> List.of("home-hero");
      case "visitor" -> Map.of("traits", Map.of("age", random.nextInt(90)));
      case "context" -> Map.of("page", Map.of("type", "home"));
      case "events" -> List.of();
      case "rules" -> List.of("Jeans buyers see the jeans banner");
      case "campaign", "whyCampaign" -> "jeans-banner";
      case "why" -> "all";
      case "now" -> "2026-11-22T09:00:00Z";
      case "last" -> "1h";
      case "most", "phase" -> 1 + random.nextInt(100);
      default -> "fuzz";
    };
  }

  private static Object odd(SplittableRandom random) {
    var choices =
        List.<Object>of(
            "",
            "x".repeat(5_000),
            "../../etc/passwd",
            "\u0000",
            "\ud83d\ude00",
            "approve",
            -1,
            1e300,
            Long.MAX_VALUE,
            true,
            List.of(),
            List.of(Map.of("a", List.of(1))),
            Map.of("id", "v-1"));
    return choices.get(random.nextInt(choices.size()));
  }

  private static McpSyncClient client(String... headers) {
    var transport =
        HttpClientStreamableHttpTransport.builder("http://localhost:" + api.port())
            .customizeRequest(
                request -> {
                  for (int i = 0; i < headers.length; i += 2) {
                    request.header(headers[i], headers[i + 1]);
                  }
                })
            .build();
    var client = McpClient.sync(transport).build();
    assertThat(client.initialize().serverInfo().name()).isEqualTo("knowfirst");
    return client;
  }

  private static Answered call(McpSyncClient agent, String tool, Map<String, ?> arguments) {
    var result = agent.callTool(new CallToolRequest(tool, new LinkedHashMap<>(arguments)));
    try {
      var text = ((TextContent) result.content().get(0)).text();
      return new Answered(Boolean.TRUE.equals(result.isError()), JSON.readTree(text));
    } catch (IOException bad) {
      throw new UncheckedIOException(bad);
    }
  }
}
