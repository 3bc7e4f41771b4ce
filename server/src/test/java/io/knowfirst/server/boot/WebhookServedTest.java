package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Endpoints over real HTTP; signatures are verified by the library of Standard Webhooks. */
class WebhookServedTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int MANY = 400;
  private static TestServer server;
  private HookReceiver receiver;

  @BeforeAll
  static void start(@TempDir Path folder) {
    server = TestServer.startWithPrivateWebhooks(folder, SmallShop.files());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void listen() throws Exception {
    receiver = new HookReceiver();
  }

  @AfterEach
  void silence() {
    receiver.close();
  }

  private TestServer.Answer hook(String events) {
    var made =
        server.postAsAdmin(
            "/v1/webhooks",
            "{\"url\":\"%s\",\"events\":[\"%s\"]}".formatted(receiver.url(), events));
    assertThat(made.status()).isEqualTo(201);
    return made;
  }

  private static void makeKey(String name) {
    var made =
        server.postAsAdmin("/v1/keys", "{\"kind\":\"secret\",\"name\":\"%s\"}".formatted(name));
    assertThat(made.status()).isEqualTo(201);
  }

  @Test
  void what_happens_is_told_signed_so_that_an_independent_library_accepts_it() throws Exception {
    var secret = hook("key.created").json().path("secret").asText();

    makeKey("told");

    await().atMost(SOON).until(() -> receiver.told().size() == 1);
    var told = receiver.told().get(0);
    new Webhook(secret).verify(told.body(), told.headers());
    assertThat(told.json().path("type").asText()).isEqualTo("key.created");
    assertThat(told.json().at("/data/detail").asText()).isEqualTo("secret told");
    assertThatThrownBy(() -> new Webhook(secret).verify(told.body() + " ", told.headers()))
        .isInstanceOf(WebhookVerificationException.class);
  }

  @Test
  void while_a_secret_is_rotated_both_verify_and_afterwards_the_new_one_alone() throws Exception {
    var made = hook("key").json();
    var path = "/v1/webhooks/" + made.path("id").asText();
    var rotated = server.postAsAdmin(path + "/rotate", "{\"hours\":1}").json();

    makeKey("both");

    await().atMost(SOON).until(() -> receiver.told().size() == 1);
    var both = receiver.told().get(0);
    new Webhook(made.path("secret").asText()).verify(both.body(), both.headers());
    new Webhook(rotated.path("secret").asText()).verify(both.body(), both.headers());

    var last = server.postAsAdmin(path + "/rotate", "{\"hours\":0}").json();
    server.postAsAdmin(path + "/test", "");
    await().atMost(SOON).until(() -> receiver.told().size() == 2);
    var one = receiver.told().get(1);
    new Webhook(last.path("secret").asText()).verify(one.body(), one.headers());
    assertThatThrownBy(
            () -> new Webhook(rotated.path("secret").asText()).verify(one.body(), one.headers()))
        .isInstanceOf(WebhookVerificationException.class);
  }

  @Test
  void a_message_that_was_not_taken_is_sent_again_under_the_same_id() {
    receiver.answer(503, 302, 204);
    var path = "/v1/webhooks/" + hook("key").json().path("id").asText();

    makeKey("again");

    await()
        .atMost(SOON)
        .until(
            () ->
                receiver.told().size() == 1
                    && server
                        .getAsAdmin(path + "/messages?state=waiting")
                        .json()
                        .at("/messages/0/failure")
                        .asText()
                        .equals("answered 503"));
    await().atMost(SOON).until(() -> receiver.told().size() == 2);
    assertThat(receiver.told().get(1).header("Webhook-id"))
        .isEqualTo(receiver.told().get(0).header("Webhook-id"));
    var waiting = server.getAsAdmin(path + "/messages").json();
    assertThat(waiting.at("/messages/0/type").asText()).isEqualTo("key.created");
    assertThat(waiting.at("/messages/0/attempts").asInt()).isEqualTo(2);
  }

  @Test
  void an_endpoint_that_is_gone_is_told_no_more_until_its_secret_is_rotated() {
    receiver.answer(410, 204);
    var path = "/v1/webhooks/" + hook("key").json().path("id").asText();

    makeKey("gone");

    await()
        .atMost(SOON)
        .until(
            () ->
                server
                        .getAsAdmin("/v1/webhooks")
                        .json()
                        .path("webhooks")
                        .findValues("disabled")
                        .size()
                    == 1);
    makeKey("not told");
    assertThat(server.getAsAdmin(path + "/messages").json().path("messages")).hasSize(1);
    server.postAsAdmin(path + "/rotate", "{}");
    assertThat(server.postAsAdmin(path + "/replay", "{}").json().path("replayed").asInt())
        .isEqualTo(1);
    await().atMost(SOON).until(() -> receiver.told().size() == 2);
    await()
        .atMost(SOON)
        .until(
            () ->
                server.getAsAdmin(path + "/messages?state=delivered").json().path("messages").size()
                    == 1);
  }

  @Test
  void an_address_that_is_not_public_is_told_nothing_unless_that_is_allowed(@TempDir Path folder) {
    try (var closed = TestServer.start(folder, null, SmallShop.files())) {
      var refused =
          closed.postAsAdmin(
              "/v1/webhooks", "{\"url\":\"%s\",\"events\":[\"*\"]}".formatted(receiver.url()));
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.raw().body())
          .contains("url", "an https URL", "--webhook-private-addresses");

      var path =
          closed
              .postAsAdmin(
                  "/v1/webhooks",
                  "{\"url\":\"https://localhost:%d/\",\"events\":[\"*\"]}"
                      .formatted(receiver.port()))
              .json()
              .path("id")
              .asText();
      closed.postAsAdmin("/v1/webhooks/" + path + "/test", "");
      await()
          .atMost(SOON)
          .until(
              () ->
                  closed
                      .getAsAdmin("/v1/webhooks/" + path + "/messages")
                      .json()
                      .at("/messages/0/failure")
                      .asText()
                      .contains("not public"));
      assertThat(receiver.told()).isEmpty();
    }
  }

  @Test
  void hundreds_of_messages_arrive_in_seconds_beside_an_endpoint_that_never_answers()
      throws Exception {
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      var stuck =
          "{\"url\":\"http://127.0.0.1:%d/\",\"events\":[\"consent\"]}"
              .formatted(silent.getLocalPort());
      assertThat(server.postAsAdmin("/v1/webhooks", stuck).status()).isEqualTo(201);
      hook("consent");
      for (var granted : new boolean[] {true, false}) {
        var consents =
            IntStream.range(0, MANY)
                .mapToObj(
                    visitor ->
                        "{\"type\":\"consent\",\"messageId\":\"c-%1$s\",\"userId\":\"many-%2$d\",\"purposes\":{\"email\":%1$s}}"
                            .formatted(granted, visitor))
                .collect(Collectors.joining(",", "{\"batch\":[", "]}"));
        assertThat(server.post("/v1/events", consents).status()).isEqualTo(200);
      }

      await().atMost(SOON).until(() -> receiver.told().size() >= MANY);

      assertThat(receiver.told().stream().map(told -> told.header("Webhook-id")))
          .hasSize(MANY)
          .doesNotHaveDuplicates();
    }
  }
}
