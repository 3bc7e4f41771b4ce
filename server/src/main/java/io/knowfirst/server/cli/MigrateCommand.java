package io.knowfirst.server.cli;

import io.knowfirst.server.store.postgres.Database;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code migrate}: brings the schema to this version, as a step of its own before members start.
 */
@Command(
    name = "migrate",
    mixinStandardHelpOptions = true,
    description = {
      "Brings the schema of PostgreSQL to this version and ends.",
      "A server does the same when it starts; this is for who lets only this step change tables."
    })
final class MigrateCommand implements Callable<Integer> {
  @Mixin private StoreOptions store = new StoreOptions();

  @Override
  public Integer call() {
    System.out.println(Database.migrate(store.settings()));
    return 0;
  }
}
