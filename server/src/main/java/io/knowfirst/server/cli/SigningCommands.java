package io.knowfirst.server.cli;

import io.knowfirst.server.access.SigningSecrets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The part of {@code keys} about the secrets that cookies and tokens are signed with. */
final class SigningCommands {
  private static final int MOST_DAYS = 365;

  private SigningCommands() {}

  @Command(
      name = "list-signing",
      mixinStandardHelpOptions = true,
      description = "Lists the signing secrets by number (values are never shown).")
  static final class ListAll implements Callable<Integer> {
    @Mixin private StoreOptions store = new StoreOptions();

    @Override
    public Integer call() {
      return with(
          store,
          secrets -> {
            System.out.printf("%-6s %-20s %s%n", "id", "signs from", "accepted until");
            for (var secret : secrets.list().await()) {
              System.out.printf(
                  "%-6d %-20.19s %s%n",
                  secret.id(),
                  secret.signsFrom(),
                  secret.until() == null ? "" : "%.19s".formatted(secret.until()));
            }
            return 0;
          });
    }
  }

  @Command(
      name = "rotate-signing",
      mixinStandardHelpOptions = true,
      description = {
        "Creates a new signing secret for cookies and tokens, active after one minute.",
        "What was signed before is accepted for the days given; a visitor who returns in that time gets a new cookie."
      })
  static final class Rotate implements Callable<Integer> {
    @Mixin private StoreOptions store = new StoreOptions();

    @Option(
        names = "--accept-days",
        defaultValue = "30",
        description =
            "Days for which tokens of the previous secret stay valid, 0 to 365 (default: ${DEFAULT-VALUE}).")
    private int days;

    @Override
    public Integer call() {
      if (days < 0 || days > MOST_DAYS) {
        throw new IllegalArgumentException(
            "accept-days is %d, expected 0 to %d. Maybe 30 was meant.".formatted(days, MOST_DAYS));
      }
      return with(
          store,
          secrets -> {
            int id = secrets.rotate(Duration.ofDays(days)).await();
            System.out.printf(
                "secret %d signs in a minute; earlier ones are accepted for %d days%n", id, days);
            return 0;
          });
    }
  }

  @Command(
      name = "revoke-signing",
      mixinStandardHelpOptions = true,
      description = {
        "Revokes a signing secret immediately; all tokens it signed become invalid.",
        "For a secret that leaked. Visitors whose cookies it signed are new visitors."
      })
  static final class Revoke implements Callable<Integer> {
    @Mixin private StoreOptions store = new StoreOptions();

    @Parameters(paramLabel = "ID", description = "The number that keys list-signing shows.")
    private int id;

    @Override
    public Integer call() {
      return with(
          store,
          secrets -> {
            boolean revoked = secrets.revoke(id).await();
            System.out.println(
                revoked ? "revoked secret " + id : "no accepted secret has the number " + id);
            return revoked ? 0 : 1;
          });
    }
  }

  private static int with(StoreOptions store, ToIntFunction<SigningSecrets> work) {
    return store.with(
        database ->
            work.applyAsInt(
                new SigningSecrets(database.pool(), InstantSource.system(), new SecureRandom())));
  }
}
