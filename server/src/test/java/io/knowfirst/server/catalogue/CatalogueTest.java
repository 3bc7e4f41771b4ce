package io.knowfirst.server.catalogue;

import static io.knowfirst.server.catalogue.Products.category;
import static io.knowfirst.server.catalogue.Products.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.knowfirst.server.model.Product;
import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.knowfirst.server.store.postgres.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CatalogueTest {
  private static final Duration SOON = Duration.ofSeconds(5);

  private Vertx vertx;
  private Database database;
  private Catalogue here;
  private Catalogue there;

  @BeforeEach
  void openTwoMembers() {
    vertx = Vertx.vertx();
    database = TestDatabase.open(vertx);
    here = open();
    there = open();
  }

  @AfterEach
  void close() {
    here.close().await();
    there.close().await();
    database.close();
    vertx.close().await();
  }

  @Test
  void anUploadIsSeenAtOnceHereAndSoonThere() {
    var report = put(lines(1, 3));

    assertThat(report.stored()).isEqualTo(3);
    assertThat(report.changed()).isEqualTo(3);
    assertThat(report.version()).isEqualTo(1);
    assertThat(here.version()).isEqualTo(1);
    assertThat(ids(here.select(category("shoes"), Map.of()))).containsExactly("p1", "p2", "p3");
    assertThat(here.product("p2"))
        .hasValueSatisfying(
            p -> {
              assertThat(p.name()).isEqualTo("Shoe 2");
              assertThat(p.stock()).isEqualTo(4);
              assertThat(p.sizes()).isEqualTo(Map.of("42", 3, "43", 1));
              assertThat(p.attributes()).isEqualTo(Map.of("colour", List.of("red", "blue")));
            });
    await().atMost(SOON).until(() -> there.now().size() == 3);
    assertThat(there.product("p2")).isEqualTo(here.product("p2"));
  }

  @Test
  void theSameUploadAgainChangesNothing() {
    put(lines(1, 1500));
    long version = here.version();
    var report = put(lines(1, 1500));

    assertThat(report.stored()).isEqualTo(1500);
    assertThat(report.changed()).isZero();
    assertThat(report.version()).isEqualTo(version);
    assertThat(here.version()).isEqualTo(version);
  }

  @Test
  void whenAProductCameWasToBeHadAgainAndBecameCheaperIsKept() {
    long before = System.currentTimeMillis() - 1_000;
    put(line("p1", 20));
    var first = changes("p1");
    assertThat(first.added()).isGreaterThan(before);
    assertThat(first).isEqualTo(new Product.Changes(first.added(), 0, 0, 0));

    put(line("p1", 15));
    assertThat(changes("p1").lowered()).isGreaterThan(before);
    assertThat(changes("p1").priceBefore()).isEqualTo(20);
    put(line("p1", 15).replace("Shoe", "Boot"));
    assertThat(changes("p1").priceBefore()).isEqualTo(20);
    put(line("p1", 16));
    assertThat(changes("p1")).isEqualTo(first);

    stock("p1", 5);
    assertThat(changes("p1")).as("never sold out").isEqualTo(first);
    stock("p1", 0);
    assertThat(changes("p1")).isEqualTo(first);
    stock("p1", 2);
    assertThat(changes("p1").restocked()).isGreaterThan(before);
    await().atMost(SOON).until(() -> there.version() == here.version());
    assertThat(there.product("p1")).isEqualTo(here.product("p1"));
  }

  private void stock(String product, int pieces) {
    here.stock(List.of(new StockChange(product, null, pieces, null))).await();
  }

  private Product.Changes changes(String product) {
    return here.product(product).orElseThrow().changes();
  }

  @Test
  void linesThatAreNotRightAreReportedAndTheRestIsTaken() {
    var report =
        put(lines(1, 1) + "\n{\"id\":7}\n" + line("p9", 1) + "\n" + line("p9", 2) + "\nnonsense");

    assertThat(report.lines()).isEqualTo(5);
    assertThat(report.stored()).isEqualTo(3);
    assertThat(report.rejected()).isEqualTo(2);
    assertThat(report.problems()).extracting(LineProblem::line).containsExactly(3L, 6L);
    assertThat(here.product("p9")).hasValueSatisfying(p -> assertThat(p.price()).isEqualTo(2));
  }

  @Test
  void progressIsToldBatchByBatchAndProblemsAreBounded() {
    var told = new ArrayList<Long>();
    var body = lines(1, 4_000) + "x\n".repeat(300);
    var report = upload(here, body, r -> told.add(r.lines())).await();

    assertThat(report.stored()).isEqualTo(4_000);
    assertThat(report.rejected()).isEqualTo(300);
    assertThat(report.problems()).hasSize(100);
    assertThat(told).hasSizeBetween(2, 6).isSorted().endsWith(4_300L);
    assertThat(here.now().size()).isEqualTo(4_000);
  }

  @Test
  void stockIsEffectiveInTheNextDecisionHereAndSoonThere() {
    put(lines(1, 2));
    var receipts =
        here.stock(
                List.of(
                    new StockChange("p1", "42", 0, null),
                    new StockChange("p1", "43", null, -1),
                    new StockChange("p3", null, 1, null)))
            .await();

    assertThat(receipts)
        .extracting(StockReceipt::status)
        .containsExactly(
            StockReceipt.Status.CHANGED,
            StockReceipt.Status.CHANGED,
            StockReceipt.Status.UNKNOWN_PRODUCT);
    assertThat(ids(here.select(category("shoes"), Map.of()))).containsExactly("p2");
    assertThat(here.version()).isEqualTo(2);
    await().atMost(SOON).until(() -> there.version() == 2);
    assertThat(ids(there.select(category("shoes"), Map.of()))).containsExactly("p2");
  }

  @Test
  void stockThatChangesNothingRaisesNoVersion() {
    put(lines(1, 1));
    here.stock(List.of(new StockChange("p1", "42", 3, null))).await();
    assertThat(here.version()).isEqualTo(1);
    here.stock(List.of()).await();
    assertThat(here.version()).isEqualTo(1);
  }

  @Test
  void changesOfBothMembersAtOnceAreAllCounted() {
    put(lines(1, 1));
    await().atMost(SOON).until(() -> there.version() == 1);
    var changes =
        IntStream.range(0, 40)
            .mapToObj(i -> i % 2 == 0 ? here : there)
            .map(member -> member.stock(List.of(new StockChange("p1", "42", null, 1))))
            .toList();
    Future.all(changes).await();

    await().atMost(SOON).until(() -> here.version() == 41 && there.version() == 41);
    for (var member : List.of(here, there)) {
      assertThat(member.product("p1").map(Product::sizes)).contains(Map.of("42", 43, "43", 1));
    }
  }

  @Test
  void aLineWithoutStockKeepsTheStockThereIs() {
    put(lines(1, 1));
    put("{\"id\":\"p1\",\"name\":\"New name\",\"category\":\"shoes\",\"price\":9}");

    assertThat(here.product("p1"))
        .hasValueSatisfying(
            p -> {
              assertThat(p.name()).isEqualTo("New name");
              assertThat(p.sizes()).isEqualTo(Map.of("42", 3, "43", 1));
            });
  }

  @Test
  void aMemberThatLostItsConnectionMissesNothing() {
    put(lines(1, 1));
    database
        .pool()
        .query(
            """
            select pg_terminate_backend(pid) from pg_stat_activity
             where datname = current_database() and query ilike 'listen%'
            """)
        .execute()
        .await();
    put(lines(1, 2));

    await().atMost(SOON).until(() -> there.now().size() == 2);
    put(lines(1, 3));
    await().atMost(SOON).until(() -> there.now().size() == 3);
  }

  @Test
  void aNewMemberReadsAllThereIs() {
    put(lines(1, 6_000));
    var later = open();

    assertThat(later.version()).isEqualTo(here.version());
    assertThat(later.now().size()).isEqualTo(6_000);
    later.close().await();
  }

  @Test
  void withoutPostgresReadingGoesOnAndWritingFails() {
    put(lines(1, 1));
    database.pool().close().await();

    assertThat(ids(here.select(category("shoes"), Map.of()))).containsExactly("p1");
    assertThatThrownBy(() -> here.stock(List.of(new StockChange("p1", "42", 1, null))).await())
        .isInstanceOf(StoreUnavailable.class);
    assertThatThrownBy(() -> put(lines(1, 3_000))).isInstanceOf(StoreUnavailable.class);
  }

  private Catalogue open() {
    return Catalogue.open(vertx, database.pool(), database.connectOptions()).await();
  }

  @Test
  void aProductThatIsDeletedIsGoneForAllUntilItIsUploadedAgain() {
    var line =
        "{\"id\":\"d-1\",\"name\":\"a\",\"category\":\"deleted.here\",\"price\":1,\"stock\":5}\n";
    put(line);
    assertThat(here.now().knows("deleted")).isTrue();
    assertThat(here.delete("d-1").await()).isTrue();
    assertThat(here.product("d-1")).isEmpty();
    assertThat(here.now().knows("deleted")).isFalse();
    assertThat(here.delete("d-1").await()).isFalse();
    put(line.replace(",\"stock\":5", ""));
    assertThat(here.product("d-1").orElseThrow().stock()).isZero();
  }

  private UploadReport put(String ndjson) {
    return upload(here, ndjson, report -> {}).await();
  }

  /** Uploads as the server does it: from the body of a real request. */
  private Future<UploadReport> upload(
      Catalogue catalogue, String ndjson, java.util.function.Consumer<UploadReport> progress) {
    var report = Promise.<UploadReport>promise();
    var server =
        vertx
            .createHttpServer()
            .requestHandler(
                request ->
                    catalogue
                        .put(request, "EUR", progress)
                        .onComplete(report)
                        .onComplete(done -> request.response().end()))
            .listen(0)
            .await();
    var client =
        vertx.createHttpClient(new HttpClientOptions().setDefaultPort(server.actualPort()));
    return client
        .request(HttpMethod.PUT, "/")
        .compose(request -> request.send(Buffer.buffer(ndjson)))
        .compose(response -> report.future())
        .eventually(() -> client.close())
        .eventually(() -> server.close());
  }

  private static String lines(int from, int to) {
    var lines = new StringBuilder();
    IntStream.rangeClosed(from, to)
        .forEach(
            i ->
                lines.append(
                    """
                    {"id":"p%d","name":"Shoe %d","category":"shoes.c%d","price":20,"sizes":{"42":3,"43":1},"attributes":{"colour":["red","blue"]}}
                    """
                        .formatted(i, i, i % 7)));
    return lines.toString();
  }

  private static String line(String id, int price) {
    return "{\"id\":\"%s\",\"name\":\"n\",\"category\":\"other\",\"price\":%d}"
        .formatted(id, price);
  }
}
