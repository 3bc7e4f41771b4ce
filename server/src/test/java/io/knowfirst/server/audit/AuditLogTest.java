package io.knowfirst.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knowfirst.server.model.Actor;
import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditLogTest {
  private static Vertx vertx;
  private static Database database;
  private static AuditLog audit;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    database = TestDatabase.open(vertx);
    audit = new AuditLog(database.pool(), InstantSource.system());
    got(audit.add(new Actor("k-1", "ann@shop.example", "192.0.2.7"), "key.created", "key 1", "x"));
  }

  @AfterAll
  static void stop() {
    database.close();
    got(vertx.close());
  }

  private static <T> T got(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update audit set who = 'nobody'",
        "delete from audit",
        "truncate audit",
        "update audit set at = at - interval '2 years'"
      })
  void the_database_refuses_to_change_or_delete_a_row(String statement) {
    assertThatThrownBy(() -> got(database.pool().query(statement).execute()))
        .hasMessageContaining("audit only grows");
    assertThat(got(audit.page(AuditQuery.newest(10))))
        .anyMatch(event -> event.actor().id().equals("k-1"));
  }

  @Test
  void rows_may_be_deleted_once_they_are_older_than_four_hundred_days() {
    var old =
        "insert into audit (at, who, person, source, what, subject, detail) select now() - make_interval(days => days), 'old', 'old', '', 'a.b', days::text, '' from unnest(array[399, 401]) as days";
    got(database.pool().query(old).execute());
    got(database.pool().query("delete from audit where subject = '401'").execute());
    assertThatThrownBy(
            () -> got(database.pool().query("delete from audit where subject = '399'").execute()))
        .hasMessageContaining("audit only grows");
  }

  @Test
  void a_visitor_is_found_by_the_id_and_named_by_none() {
    got(
        audit.addOfVisitor(
            new Actor("u-1", "ben@shop.example", ""), "visitor.looked-up", "v-secret"));
    var asked = new AuditQuery(null, null, "v-secret", null, null, null, 10);
    var found = got(audit.page(asked));
    assertThat(found).singleElement().extracting(AuditEvent::what).isEqualTo("visitor.looked-up");
    assertThat(found.toString()).doesNotContain("v-secret");
  }

  @Test
  void an_area_finds_all_of_its_actions_and_no_other_area() {
    got(audit.add(new Actor("k-2", "k-2", ""), "keys.other", "key 2", ""));
    var asked = new AuditQuery(null, "key", null, null, null, null, 10);
    assertThat(got(audit.page(asked))).extracting(AuditEvent::what).containsOnly("key.created");
  }
}
