package io.knowfirst.server.cli;

import io.knowfirst.server.access.AccessKey;
import io.knowfirst.server.access.AccessKeys;
import io.knowfirst.server.access.Caller;
import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.access.WantedKey;
import io.knowfirst.server.model.Actor;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code keys}: makes, lists and revokes the keys of callers; rotates what the server signs with.
 */
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    description =
        "Creates, lists, renames and revokes API keys; a running server picks changes up within a second.",
    subcommands = {
      KeysCommand.Create.class,
      KeysCommand.ListAll.class,
      KeysCommand.Rename.class,
      KeysCommand.Revoke.class,
      SigningCommands.ListAll.class,
      SigningCommands.Rotate.class,
      SigningCommands.Revoke.class
    })
final class KeysCommand {
  private static final int MOST_DAYS = 3_650;

  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = "Creates a key and prints it once.")
  static final class Create implements Callable<Integer> {
    @Mixin private StoreOptions store = new StoreOptions();

    @Option(names = "--kind", required = true, description = "One of: ${COMPLETION-CANDIDATES}.")
    private KeyKind kind = KeyKind.SITE;

    @Option(names = "--name", required = true, description = "Display name, 1 to 100 characters.")
    private String name = "";

    @Option(
        names = "--origin",
        description =
            "Origin allowed to use the site key, for example https://shop.example; repeatable.")
    private List<String> origins = List.of();

    @Option(
        names = "--channel",
        description =
            "A channel whose placements a site key may ask for, for example web; repeatable, by default all.")
    private List<String> channels = List.of();

    @Option(
        names = "--owner",
        paramLabel = "EMAIL",
        description =
            "Who answers for what is done with the key: all keys and the account of one address are one person, who does not approve what they published.")
    private @Nullable String owner;

    @Option(
        names = "--expires-days",
        paramLabel = "DAYS",
        description = "Days until the key ends by itself, 1 to 3650 (default: never).")
    private @Nullable Integer days;

    @Override
    public Integer call() {
      if (days != null && (days < 1 || days > MOST_DAYS)) {
        throw new IllegalArgumentException(
            "expires-days is %d, expected 1 to %d. Maybe 365 was meant."
                .formatted(days, MOST_DAYS));
      }
      return with(
          store,
          keys -> {
            var person = owner == null ? null : Caller.personOf(owner);
            var by = Actor.itself("command line");
            var expires =
                days == null ? null : InstantSource.system().instant().plus(Duration.ofDays(days));
            var wanted = new WantedKey(kind, name, origins, channels, person, expires);
            var made = keys.make(wanted, by).await();
            System.out.printf("%s key: %s%n", kind.word(), made.text());
            return 0;
          });
    }
  }

  @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists all keys.")
  static final class ListAll implements Callable<Integer> {
    @Mixin private StoreOptions store = new StoreOptions();

    @Override
    public Integer call() {
      return with(
          store,
          keys -> {
            System.out.printf(
                "%-14s %-7s %-20s %-20s %-24s %-24s %s%n",
                "id", "kind", "created", "last used", "owner", "name", "");
            for (var key : keys.list().await()) {
              System.out.printf(
                  "%-14s %-7s %-20.19s %-20.19s %-24s %-24s %s%n",
                  key.id(),
                  key.kind().word(),
                  key.created(),
                  key.lastUsed() == null ? "never" : key.lastUsed(),
                  key.owner() == null ? "" : key.owner(),
                  key.name(),
                  state(key));
            }
            return 0;
          });
    }

    private static String state(AccessKey key) {
      if (key.revoked() != null) {
        return "revoked " + key.revoked();
      }
      if (key.expires() == null) {
        return where(key);
      }
      var ends = key.hasExpired(InstantSource.system().instant()) ? "expired " : "expires ";
      return (ends + "%.19s ".formatted(key.expires()) + where(key)).strip();
    }

    private static String where(AccessKey key) {
      var origins = String.join(" ", key.origins());
      return key.channels().isEmpty()
          ? origins
          : (origins + " channels: " + String.join(" ", key.channels())).strip();
    }
  }

  @Command(
      name = "rename",
      mixinStandardHelpOptions = true,
      description = "Gives a key another name; the key itself stays.")
  static final class Rename implements Callable<Integer> {
    @Mixin private StoreOptions store = new StoreOptions();

    @Parameters(paramLabel = "ID", description = "The key's id, as keys list shows it.")
    private String id = "";

    @Parameters(paramLabel = "NAME", description = "1 to 100 characters.")
    private String name = "";

    @Override
    public Integer call() {
      return with(
          store,
          keys -> {
            boolean renamed = keys.rename(id, name, Actor.itself("command line")).await();
            System.out.println(renamed ? "renamed " + id : "no key has the id " + id);
            return renamed ? 0 : 1;
          });
    }
  }

  @Command(
      name = "revoke",
      mixinStandardHelpOptions = true,
      description = "Revokes a key permanently.")
  static final class Revoke implements Callable<Integer> {
    @Mixin private StoreOptions store = new StoreOptions();

    @Parameters(paramLabel = "ID", description = "The key's id, as keys list shows it.")
    private String id = "";

    @Override
    public Integer call() {
      return with(
          store,
          keys -> {
            boolean revoked = keys.revoke(id).await();
            System.out.println(revoked ? "revoked " + id : "no valid key has the id " + id);
            return revoked ? 0 : 1;
          });
    }
  }

  private static int with(StoreOptions store, ToIntFunction<AccessKeys> work) {
    return store.with(
        database ->
            work.applyAsInt(
                new AccessKeys(database.pool(), InstantSource.system(), new SecureRandom())));
  }
}
