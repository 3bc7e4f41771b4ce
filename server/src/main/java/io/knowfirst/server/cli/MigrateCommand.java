package io.knowfirst.server.cli;

import io.knowfirst.server.store.postgres.Database;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreOptions store = new StoreOptions();

  @Option(
      names = "--rewrite-events",
      paramLabel = "PARTITIONS",
      description =
          "Writes all events anew into so many partitions by visitor, 1 to 1000, while servers go on; gives"
              + " back the space of deleted ones. A copy of all events has to fit on the disk.")
  private int partitions;

  @Override
  public Integer call() {
    System.out.println(Database.migrate(store.settings()));
    if (partitions != 0) {
      if (partitions < 1 || partitions > 1_000) {
        throw new ParameterException(
            spec.commandLine(),
            "--rewrite-events is %d, expected 1 to 1000. Maybe 16.".formatted(partitions));
      }
      System.out.println(Database.rewriteEvents(store.settings(), partitions));
    }
    return 0;
  }
}
