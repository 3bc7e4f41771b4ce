package io.knowfirst.server.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What becomes of a database that another version wrote. */
class SchemaTest {
  private final Address address = TestDatabase.createEmpty();

  @Test
  void a_schema_of_a_newer_program_is_refused_and_left_as_it_is() throws SQLException {
    Schema.migrate(address);
    execute(
        "insert into flyway_schema_history select max(installed_rank) + 1, '9999', 'to come', 'SQL', 'V9999__to_come.sql', 1, 'x', now(), 1, true from flyway_schema_history");
    for (Executable open :
        List.<Executable>of(() -> Schema.migrate(address), () -> Schema.check(address))) {
      assertThatThrownBy(open::execute)
          .isInstanceOf(DatabaseException.class)
          .hasMessageMatching(
              "The schema of .* is version 9999, expected \\d+ or older\\. Maybe start the newer program .*");
    }
    assertThat(ask("select max(version::int) from flyway_schema_history where version is not null"))
        .containsExactly("9999");
  }

  @Test
  void migrating_says_from_which_version_to_which_and_then_that_nothing_is_to_be_done() {
    var first = Schema.migrate(address);
    assertThat(first.from()).isEqualTo("0");
    assertThat(Schema.migrate(address)).isEqualTo(new Schema.Migration(first.to(), first.to()));
  }

  private void execute(String sql) throws SQLException {
    try (var connection = address.connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> ask(String sql) throws SQLException {
    var found = new ArrayList<String>();
    try (var connection = address.connect();
        var result = connection.createStatement().executeQuery(sql)) {
      while (result.next()) {
        found.add(result.getString(1));
      }
    }
    return found;
  }
}
