package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a campaign of steps was worth, where it is known what its messages did. */
class StepsWorthTest {
  private static final int VISITORS = 300;
  private static final Duration SOON = Duration.ofMinutes(2);

  private static TestServer server;

  private static Map<String, String> files() {
    var files = MailShop.files();
    files.put(
        "metrics.yaml",
        "- {id: conversion, kind: conversion, event: Order Completed, window: 14}\n");
    files.put("contents/hello.yaml", "headline: hello\n");
    files.put(
        "campaigns/wish.yaml",
        """
        id: wish
        style: steps
        enter: wishers
        priority: 98
        purpose: personalization
        owner: me
        goal: conversion
        holdout: 5000
        steps:
          - {step: asked, send: hello, at: moment}
        """);
    files.put(
        "segments/wishers.drl",
        """
        package small.wishers;
        import io.knowfirst.rules.facts.*;
        rule "Who hoped for something is a wisher"
            @kind("behavioural") @owner("me")
        when
            Did(event == "Hoped")
        then
            insert(new Member("wishers"));
        end
        """);
    return files;
  }

  @BeforeAll
  static void start(@TempDir Path folder) {
    server = TestServer.startWithPrivateWebhooks(folder, files());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void the_effect_is_that_of_the_messages_among_all_who_entered() throws Exception {
    try (var receiver = new HookReceiver()) {
      var hook = "{\"url\":\"%s\",\"events\":[\"step.due\"]}".formatted(receiver.url());
      assertThat(server.postAsAdmin("/v1/webhooks", hook).status()).isEqualTo(201);
      for (int i = 0; i < VISITORS; i++) {
        tell(
            """
            {"type":"consent","messageId":"c","userId":"w-%d","purposes":{"personalization":true,"email":true}},
            {"type":"track","messageId":"h","userId":"w-%d","event":"Hoped","properties":{}}"""
                .formatted(i, i));
      }
      await().atMost(SOON).until(() -> report().at("/entries/left/0/visitors").asInt() == VISITORS);
      int sent = report().at("/stages/0/told").asInt();
      assertThat(sent).isBetween(VISITORS / 3, VISITORS * 2 / 3);
      await().atMost(SOON).until(() -> receiver.told().size() == sent);
      var written = new HashSet<String>();
      for (var message : receiver.told()) {
        written.add(message.json().at("/data/visitor/id").asText());
      }
      assertThat(written).hasSize(sent);

      // Of three who were written to two order, of three who were held out one does.
      int[] entered = new int[2];
      int[] ordered = new int[2];
      for (int i = 0; i < VISITORS; i++) {
        int arm = written.contains("w-" + i) ? 1 : 0;
        if (entered[arm]++ % 3 <= arm) {
          ordered[arm]++;
          tell(
              """
              {"type":"track","messageId":"o","userId":"w-%d","event":"Order Completed","properties":{"products":[
                {"product_id":"p","category":"c","price":10}]}}"""
                  .formatted(i));
        }
      }
      await().atMost(SOON).until(() -> orders(report()) == ordered[0] + ordered[1]);
      var effect = report().path("effect");
      assertThat(effect.path("visitors").asInt()).isEqualTo(VISITORS);
      double known = (double) ordered[1] / entered[1];
      assertThat(arm(effect, "known").path("visitors").asInt()).isEqualTo(sent);
      assertThat(arm(effect, "known").path("value").asDouble()).isCloseTo(known, within(1e-9));

      // Those who are held out are of two arms; the contrast is with one of them.
      double without = arm(effect, "default").path("value").asDouble();
      var contrast = effect.at("/contrasts/2");
      assertThat(contrast.path("pair").asText()).isEqualTo("KNOWING_OVER_DEFAULT");
      var difference = contrast.path("difference");
      assertThat(difference.path("value").asDouble()).isCloseTo(known - without, within(1e-9));
      assertThat(contrast.at("/lift/value").asDouble())
          .isCloseTo(known / without - 1, within(1e-9));
      assertThat(1 / 3.0)
          .isBetween(difference.path("low").asDouble(), difference.path("high").asDouble());
    }
  }

  private static JsonNode arm(JsonNode effect, String name) {
    return StreamSupport.stream(effect.path("arms").spliterator(), false)
        .filter(arm -> arm.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static long orders(JsonNode report) {
    return Math.round(
        StreamSupport.stream(report.at("/effect/arms").spliterator(), false)
            .mapToDouble(arm -> arm.path("visitors").asInt() * arm.path("value").asDouble())
            .sum());
  }

  private static void tell(String events) {
    var answer = server.post("/v1/events", "{\"batch\":[" + events + "]}");
    assertThat(answer.json().path("rejected").size()).as(answer.json().toString()).isZero();
  }

  private static JsonNode report() {
    return server.get("/v1/campaigns/wish/report").json();
  }
}
