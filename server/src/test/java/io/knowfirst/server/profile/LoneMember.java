package io.knowfirst.server.profile;

import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.TestDatabase;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A member alone over a fresh database, for all tests of a class. */
final class LoneMember implements AfterAllCallback {
  final Vertx vertx = Vertx.vertx();
  final Database database = TestDatabase.open(vertx);
  final Member member = Member.alone(vertx, database);

  @Override
  public void afterAll(ExtensionContext tests) {
    member.close();
    database.close();
    Member.get(vertx.close());
  }
}
