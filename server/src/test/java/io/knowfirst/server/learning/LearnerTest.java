package io.knowfirst.server.learning;

import static io.knowfirst.server.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.facts.Item;
import io.knowfirst.rules.folder.ProductSelection;
import io.knowfirst.rules.folder.Recommendation;
import io.knowfirst.rules.folder.Recommendation.Price;
import io.knowfirst.rules.folder.Recommendation.ProductSource;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.catalogue.Catalogue;
import io.knowfirst.server.catalogue.Shopper;
import io.knowfirst.server.model.Event;
import io.knowfirst.server.profile.Profile;
import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.file.OpenOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What many visitors do is learned, by each as much as by any other, and can be taken back. */
class LearnerTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final String SHOP = "purposes: [analytics]\n";

  private final Map<String, List<Event>> events = new HashMap<>();
  private final Map<String, String> known = new HashMap<>();
  private final Set<String> unreadable = new HashSet<>();
  private Vertx vertx;
  private Database database;
  private Catalogue here;
  private Catalogue there;
  private RuleFolder folder;
  private Instant clock = NOW.plusSeconds(60);
  private int number;
  @TempDir private Path files;

  @BeforeEach
  void open() throws Exception {
    vertx = Vertx.vertx();
    database = TestDatabase.open(vertx);
    here = await(Catalogue.open(vertx, database.pool(), database.connectOptions()));
    there = await(Catalogue.open(vertx, database.pool(), database.connectOptions()));
    folder = folder(SHOP);
    var lines = new StringBuilder();
    for (var id : List.of("drill", "bits", "case", "saw", "glue")) {
      lines.append(
          "{\"id\":\"%s\",\"name\":\"%s\",\"category\":\"tools.%s\",\"price\":10,\"stock\":5}\n"
              .formatted(id, id, id));
    }
    var file = Files.writeString(files.resolve("products.ndjson"), lines);
    var stream = await(vertx.fileSystem().open(file.toString(), new OpenOptions()));
    await(here.put(stream, "EUR", report -> {}));
  }

  @AfterEach
  void close() {
    await(here.close());
    await(there.close());
    database.close();
    await(vertx.close());
  }

  @Test
  void what_three_of_four_buyers_bought_together_is_recommended_with_its_figures() {
    for (var visitor : List.of("ann", "bob", "cleo")) {
      grants(visitor);
      buys(visitor, 0, "drill", "bits");
    }
    grants("dora");
    buys("dora", 0, "drill", "glue");
    learn();
    assertThat(texts(ProductSource.BOUGHT_TOGETHER))
        .containsExactly("bits: bought together with drill by 3 of 4");
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(there.version()).isEqualTo(here.version()));
    assertThat(texts(there, ProductSource.BOUGHT_TOGETHER))
        .isEqualTo(texts(ProductSource.BOUGHT_TOGETHER));
    var restarted = await(Catalogue.open(vertx, database.pool(), database.connectOptions()));
    assertThat(texts(restarted, ProductSource.BOUGHT_TOGETHER))
        .isEqualTo(texts(ProductSource.BOUGHT_TOGETHER));
    await(restarted.close());
  }

  @Test
  void a_visitor_who_buys_the_same_a_hundred_times_counts_once_and_two_visitors_prove_nothing() {
    grants("ann");
    for (int i = 0; i < 100; i++) {
      buys("ann", i, "drill", "bits");
      buys("ann", i, "drill", "saw");
    }
    grants("bob");
    buys("bob", 0, "drill", "bits");
    learn();
    assertThat(texts(ProductSource.BOUGHT_TOGETHER)).isEmpty();
    grants("cleo");
    buys("cleo", 0, "drill", "bits");
    learn();
    assertThat(texts(ProductSource.BOUGHT_TOGETHER))
        .containsExactly("bits: bought together with drill by 3 of 3");
  }

  @Test
  void in_one_visit_is_together_and_within_a_week_before_an_order_is_before_it() {
    for (var visitor : List.of("ann", "bob", "cleo")) {
      grants(visitor);
      views(visitor, 10 * 1440, "glue");
      views(visitor, 6 * 1440, "saw");
      views(visitor, 61, "drill");
      views(visitor, 60, "case");
      buys(visitor, 0, "bits");
    }
    learn();
    assertThat(texts(ProductSource.VIEWED_TOGETHER))
        .containsExactly("case: viewed together with drill by 3 of 3");
    assertThat(texts(here, ProductSource.VIEWED_THEN_BOUGHT, "saw"))
        .containsExactly("bits: bought after saw was viewed, by 3 of 3 who then bought");
    assertThat(texts(here, ProductSource.VIEWED_THEN_BOUGHT, "glue")).isEmpty();
  }

  @Test
  void the_sums_are_the_same_in_one_batch_and_event_by_event_and_after_all_again() {
    for (var visitor : List.of("ann", "bob", "cleo", "dora")) {
      grants(visitor);
      views(visitor, 3, "drill");
      learn();
      views(visitor, 2, "saw");
      buys(visitor, 1, "drill", "bits");
      learn();
    }
    var pairs = rows("select kind || item || other || visitors from companion_pair");
    assertThat(pairs).isNotEmpty();
    run(
        "truncate companion_pair, learned_from; delete from installation where name = 'learned-events'");
    learn();
    assertThat(rows("select kind || item || other || visitors from companion_pair"))
        .isEqualTo(pairs);
    run("select relearn(array['ann', 'bob'])");
    learn();
    assertThat(rows("select kind || item || other || visitors from companion_pair"))
        .isEqualTo(pairs);
  }

  @Test
  void bots_and_whoever_has_not_granted_it_teach_nothing_and_a_withdrawal_takes_it_back() {
    for (var visitor : List.of("ann", "bob", "cleo")) {
      grants(visitor);
      buys(visitor, 0, "drill", "bits");
    }
    buys("nobody-asked", 0, "drill", "bits");
    grants("crawler");
    buys("crawler", 0, "drill", "bits");
    event("crawler", "{\"values\":{\"sent by a bot\":true}}");
    learn();
    assertThat(texts(ProductSource.BOUGHT_TOGETHER))
        .containsExactly("bits: bought together with drill by 3 of 3");
    happened("crawler", track("crawler", "Order Completed", 1, List.of("drill", "bits")));
    learn();
    assertThat(texts(ProductSource.BOUGHT_TOGETHER))
        .containsExactly("bits: bought together with drill by 3 of 3");
    consents("ann", Map.of("personalization", false));
    learn();
    assertThat(texts(ProductSource.BOUGHT_TOGETHER)).isEmpty();
  }

  @Test
  void where_the_shop_asks_for_profiling_that_is_the_purpose_that_counts() throws Exception {
    folder = folder("purposes: [profiling]\n");
    for (var visitor : List.of("ann", "bob", "cleo")) {
      grants(visitor);
      buys(visitor, 0, "drill", "bits");
    }
    learn();
    assertThat(texts(ProductSource.BOUGHT_TOGETHER)).isEmpty();
    List.of("ann", "bob", "cleo").forEach(one -> consents(one, Map.of("profiling", true)));
    learn();
    assertThat(texts(ProductSource.BOUGHT_TOGETHER)).hasSize(1);
  }

  @Test
  void an_erased_visitors_share_is_gone_and_so_is_that_of_one_who_did_nothing_for_long() {
    for (var visitor : List.of("ann", "bob", "cleo", "dora")) {
      grants(visitor);
      buys(visitor, 0, "drill", "bits");
    }
    learn();
    assertThat(texts(ProductSource.BOUGHT_TOGETHER))
        .containsExactly("bits: bought together with drill by 4 of 4");
    run("select forget_learned(array['ann'])");
    await(here.stock(List.of()));
    assertThat(rows("select visitor from learned_from")).doesNotContain("ann").hasSize(3);
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(texts(ProductSource.BOUGHT_TOGETHER))
                    .containsExactly("bits: bought together with drill by 3 of 3"));
    run("update learned_from set at = at - interval '10 years'");
    clock = Instant.now();
    learn();
    assertThat(rows("select item from companion_pair")).isEmpty();
    assertThat(texts(ProductSource.BOUGHT_TOGETHER)).isEmpty();
  }

  @Test
  void who_signs_in_is_learned_from_once() {
    for (var visitor : List.of("ann", "bob", "device")) {
      grants(visitor);
      buys(visitor, 0, "drill", "bits");
    }
    learn();
    assertThat(texts(ProductSource.BOUGHT_TOGETHER)).hasSize(1);
    known.put("device", "ann");
    event("device", "{}");
    learn();
    assertThat(texts(ProductSource.BOUGHT_TOGETHER)).isEmpty();
    assertThat(rows("select visitor from learned_from")).containsExactly("ann", "bob");
  }

  @Test
  void whose_profile_cannot_be_read_keeps_nobody_waiting_and_has_another_turn() {
    for (var visitor : List.of("ann", "bob", "cleo", "dora")) {
      grants(visitor);
      buys(visitor, 0, "drill", "bits");
    }
    unreadable.add("bob");
    learn();
    assertThat(texts(ProductSource.BOUGHT_TOGETHER))
        .containsExactly("bits: bought together with drill by 3 of 3");
    unreadable.clear();
    learn();
    assertThat(texts(ProductSource.BOUGHT_TOGETHER))
        .containsExactly("bits: bought together with drill by 4 of 4");
  }

  @Test
  void nothing_is_learned_while_no_content_asks_and_everything_once_one_does() throws Exception {
    var asking = folder;
    folder = folder(SHOP, false);
    for (var visitor : List.of("ann", "bob", "cleo")) {
      grants(visitor);
      buys(visitor, 0, "drill", "bits");
    }
    learn();
    assertThat(rows("select visitor from learned_from")).isEmpty();
    folder = asking;
    learn();
    assertThat(texts(ProductSource.BOUGHT_TOGETHER)).hasSize(1);
  }

  private void learn() {
    var learner =
        new Learner(
            vertx,
            database.pool(),
            () -> folder,
            () -> false,
            id -> {
              if (unreadable.contains(id)) {
                return Future.failedFuture("late");
              }
              var root = known.getOrDefault(id, id);
              return Future.succeededFuture(Profile.of(root, events.getOrDefault(root, List.of())));
            },
            () -> clock,
            Duration.ZERO);
    for (boolean more = true; more; ) {
      more = await(learner.pass());
    }
    long version = Long.parseLong(rows("select version::text from catalogue").get(0));
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(here.version()).isEqualTo(version));
  }

  private List<String> texts(ProductSource source) {
    return texts(here, source);
  }

  private List<String> texts(Catalogue catalogue, ProductSource source) {
    return texts(catalogue, source, "drill");
  }

  /** What this source recommends, not what fills up. */
  private static List<String> texts(Catalogue catalogue, ProductSource source, String product) {
    var recommendation =
        new Recommendation(
            List.of(List.of(source)), List.of(product), Set.of(), Price.ANY, Map.of());
    var selection = new ProductSelection("", Map.of(), null, null, null, 4, 1, recommendation);
    var selected =
        catalogue.now().select(selection, Map.of(), () -> Shopper.nobody(NOW.toEpochMilli()));
    return selected.bases().stream()
        .filter(basis -> basis.by().equals(source.word()))
        .map(basis -> basis.product() + ": " + basis.text())
        .toList();
  }

  private void grants(String visitor) {
    consents(visitor, Map.of("personalization", true));
  }

  private void consents(String visitor, Map<String, Boolean> purposes) {
    var at = NOW.plusSeconds(number);
    happened(
        visitor,
        new Event(
            "e" + number,
            Event.Type.CONSENT,
            "",
            visitor,
            null,
            at,
            at,
            List.of(),
            Map.of(),
            purposes,
            null));
  }

  private void buys(String visitor, int minutesAgo, String... products) {
    happened(visitor, track(visitor, "Order Completed", minutesAgo, List.of(products)));
  }

  private void views(String visitor, int minutesAgo, String product) {
    happened(visitor, track(visitor, "Product Viewed", minutesAgo, List.of(product)));
  }

  private Event track(String visitor, String name, int minutesAgo, List<String> products) {
    var at = NOW.minusSeconds(60L * minutesAgo);
    var items =
        products.stream().map(id -> new Item(id, "tools", null, null, null, 10, 1)).toList();
    return new Event(
        "e" + number,
        Event.Type.TRACK,
        name,
        visitor,
        null,
        at,
        at,
        items,
        Map.of(),
        Map.of(),
        null);
  }

  private void happened(String visitor, Event event) {
    events.computeIfAbsent(visitor, one -> new ArrayList<>()).add(event);
    event(visitor, "{}");
  }

  private void event(String visitor, String body) {
    run(
        "insert into event (visitor, message_id, type, name, at, received, body) values ('%s', 'e%d', 'track', '', '%s', '%s', '%s')"
            .formatted(visitor, number++, NOW, NOW, body));
  }

  private static RuleFolder folder(String shop) throws Exception {
    return folder(shop, true);
  }

  private static RuleFolder folder(String shop, boolean asks) throws Exception {
    var dir = Files.createTempDirectory("rules");
    Files.writeString(dir.resolve("shop.yaml"), "timezone: Europe/Berlin\ncurrency: EUR\n" + shop);
    Files.writeString(
        dir.resolve("placements.yaml"), "- {id: home, channel: web, content: tools}\n");
    Files.createDirectories(dir.resolve("contents"));
    Files.writeString(
        dir.resolve("contents/tools.yaml"),
        "headline: Tools\n" + (asks ? "products:\n  recommend: top-sellers\n" : ""));
    return RuleFolder.read(dir);
  }

  private void run(String statement) {
    await(database.pool().query(statement).execute());
  }

  private List<String> rows(String query) {
    var all = new ArrayList<String>();
    await(database.pool().query(query + " order by 1").execute())
        .forEach(row -> all.add(row.getString(0)));
    return all;
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
