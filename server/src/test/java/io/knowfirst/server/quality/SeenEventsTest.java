package io.knowfirst.server.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.TestDatabase;
import io.vertx.core.Vertx;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SeenEventsTest {
  private Vertx vertx;
  private Database database;

  @BeforeEach
  void open() {
    vertx = Vertx.vertx();
    database = TestDatabase.open(vertx);
  }

  @AfterEach
  void close() throws Exception {
    database.close();
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  @Test
  void names_of_the_last_30_days_are_told_once_they_were_counted_for_as_long() throws Exception {
    assertThat(seen()).isEmpty();
    add("event", "Signed Up", 29, 1);
    assertThat(seen()).as("counted for 29 days").isEmpty();
    add("event", "Guide Downloaded", 31, 29);
    add("event", "Old Name", 60, 31);
    add("unknown-event", "Read By Nobody", 9, 1);
    add("synonym", "purchase -> Order Completed", 60, 1);
    assertThat(seen()).containsExactlyInAnyOrder("Signed Up", "Guide Downloaded", "Read By Nobody");
    add("event", DataQuality.OTHERS, 3, 2);
    assertThat(seen()).as("not all names were kept").isEmpty();
  }

  private Set<String> seen() throws Exception {
    return new SeenEvents(database.pool()).withinAMonth().await(20, TimeUnit.SECONDS);
  }

  private void add(String kind, String name, int first, int last) throws Exception {
    database
        .pool()
        .query(
            "insert into data_quality values ('%s', '%s', 1, now() - interval '%d days', now() - interval '%d days', '{}')"
                .formatted(kind, name, first, last))
        .execute()
        .await(20, TimeUnit.SECONDS);
  }
}
