package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.segment.analytics.Analytics;
import com.segment.analytics.messages.AliasMessage;
import com.segment.analytics.messages.GroupMessage;
import com.segment.analytics.messages.IdentifyMessage;
import com.segment.analytics.messages.Message;
import com.segment.analytics.messages.MessageBuilder;
import com.segment.analytics.messages.PageMessage;
import com.segment.analytics.messages.ScreenMessage;
import com.segment.analytics.messages.TrackMessage;
import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The libraries of Segment and RudderStack as they are, over a network that loses answers. */
class SegmentLibrariesTest {
  private static final int VISITORS = 12;
  private static final Map<String, Object> CONTEXT =
      Map.of("consent", Map.of("categoryPreferences", Map.of("personalization", true)));

  private static String url = "";
  private static TestServer server;

  private LossyProxy proxy;

  @BeforeAll
  static void start(@TempDir Path folder) {
    url = TestDatabase.url();
    server = TestServer.start(folder, url, SmallShop.files());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void connect() throws Exception {
    proxy = new LossyProxy(server.port());
  }

  @AfterEach
  void disconnect() {
    proxy.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"segment", "rudder"})
  void libraries_for_node_deliver_each_message_once(String library) throws Exception {
    NodeScript.run(
        "segment.mjs", library, proxy.url(), server.key(KeyKind.SECRET), library, VISITORS);
    assertThat(proxy.lost()).as("answers that were lost").isPositive();
    delivered(library);
  }

  @Test
  void a_site_key_delivers_for_visitors_apart_from_those_it_names() throws Exception {
    NodeScript.run("segment.mjs", "segment", proxy.url(), server.key(KeyKind.SITE), "site", 2);
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(counts("unproven:site")).containsEntry("page", 4L));
    assertThat(counts("site")).isEmpty();
    assertThat(server.get("/v1/visitors/site-0").status()).isEqualTo(404);
  }

  @Test
  void the_library_for_Java_delivers_each_message_once() throws Exception {
    var analytics = Analytics.builder(server.key(KeyKind.SECRET)).endpoint(proxy.url()).build();
    for (int i = 0; i < VISITORS; i++) {
      var user = "java-" + i;
      send(analytics, user, IdentifyMessage.builder().traits(Map.of("age", "31")));
      send(analytics, user, PageMessage.builder("Home").properties(Map.of("url", "/")));
      send(analytics, user, ScreenMessage.builder("Start"));
      send(analytics, user, GroupMessage.builder("team-1").traits(Map.of("plan", "pro")));
      send(analytics, user, AliasMessage.builder(user + "-before"));
      send(
          analytics,
          user,
          TrackMessage.builder("Order Completed")
              .properties(
                  Map.of(
                      "order_id",
                      user + "-o",
                      "total",
                      "1,299.00",
                      "currency",
                      "EUR",
                      "products",
                      List.of(Map.of("product_id", "p-1", "price", "1,299.00")))));
    }
    analytics.flush();
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(sum(counts("java"))).isEqualTo(6L * VISITORS));
    analytics.shutdown();
    assertThat(proxy.lost()).as("answers that were lost").isPositive();
    delivered("java");
  }

  private static <M extends Message, B extends MessageBuilder<M, B>> void send(
      Analytics analytics, String user, MessageBuilder<M, B> message) {
    analytics.enqueue(message.userId(user).context(CONTEXT));
  }

  private static void delivered(String prefix) throws SQLException {
    long each = VISITORS;
    assertThat(counts(prefix))
        .isEqualTo(Map.of("identify", 3 * each, "page", 2 * each, "track", each));
    assertThat(
            number(
                "select count(*) from event where visitor like '"
                    + prefix
                    + "-%' and name = 'Order Completed' and body::jsonb -> 'values' ->> 'total' = '1299.0'"))
        .isEqualTo(each);
    assertThat(number("select count(*) from alias where anonymous like '" + prefix + "-%-before'"))
        .isEqualTo(each);
    var summary = server.get("/v1/visitors/" + prefix + "-0").json();
    assertThat(summary.path("traits").toString()).contains("\"age\"", "\"group.id\"", "team-1");
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private static Map<String, Long> counts(String prefix) throws SQLException {
    var counts = new TreeMap<String, Long>();
    try (var connection = DriverManager.getConnection(jdbc());
        var rows =
            connection
                .createStatement()
                .executeQuery(
                    "select type, count(*) from event where visitor like '"
                        + prefix
                        + "-%' group by type")) {
      while (rows.next()) {
        counts.put(rows.getString(1), rows.getLong(2));
      }
    }
    return counts;
  }

  private static long number(String query) throws SQLException {
    try (var connection = DriverManager.getConnection(jdbc());
        var rows = connection.createStatement().executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static String jdbc() {
    return url.replaceFirst(
        "postgresql://([^:]*):([^@]*)@([^?]*)\\?(.*)",
        "jdbc:postgresql://$3?user=$1&password=$2&$4");
  }
}
