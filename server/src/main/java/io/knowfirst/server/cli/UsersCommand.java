package io.knowfirst.server.cli;

import io.knowfirst.server.access.Role;
import io.knowfirst.server.model.Actor;
import io.knowfirst.server.people.User;
import io.knowfirst.server.people.UserRefused;
import io.knowfirst.server.people.Users;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code users}: invites people, changes what they may do, keeps them out. */
@Command(
    name = "users",
    mixinStandardHelpOptions = true,
    description =
        "Invites and lists users, changes their roles, disables them; a running server follows at once.",
    subcommands = {
      UsersCommand.Invite.class,
      UsersCommand.ListAll.class,
      UsersCommand.Link.class,
      UsersCommand.Disable.class,
      UsersCommand.Enable.class,
      UsersCommand.Roles.class
    })
final class UsersCommand {
  private static final Actor BY = Actor.itself("command line");

  private UsersCommand() {}

  @Command(
      name = "invite",
      mixinStandardHelpOptions = true,
      description = "Invites somebody and prints a link that can be used once, within three days.")
  static final class Invite implements Callable<Integer> {
    @Mixin private StoreOptions store = new StoreOptions();
    @Mixin private ServerAddress address = new ServerAddress();

    @Parameters(paramLabel = "EMAIL", description = "Their e-mail address.")
    private String email = "";

    @Option(
        names = "--role",
        required = true,
        split = ",",
        description = "One of: ${COMPLETION-CANDIDATES}; repeatable, or separated by commas.")
    private List<Role> roles = List.of();

    @Override
    public Integer call() {
      return with(
          store,
          users -> {
            var made = users.invite(email, EnumSet.copyOf(roles), BY).await();
            address.print(made);
            return 0;
          });
    }
  }

  @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists all users.")
  static final class ListAll implements Callable<Integer> {
    @Mixin private StoreOptions store = new StoreOptions();

    @Override
    public Integer call() {
      return with(
          store,
          users -> {
            System.out.printf("%-16s %-32s %-10s %s%n", "id", "email", "state", "roles");
            for (var user : users.list().await()) {
              System.out.printf(
                  "%-16s %-32s %-10s %s%n",
                  user.id(),
                  user.email(),
                  user.disabled() != null ? "disabled" : user.joined() ? "active" : "invited",
                  words(user));
            }
            return 0;
          });
    }
  }

  @Command(
      name = "link",
      mixinStandardHelpOptions = true,
      description = "Prints a new link for a user, to set a password again; earlier links end.")
  static final class Link implements Callable<Integer> {
    @Mixin private StoreOptions store = new StoreOptions();
    @Mixin private ServerAddress address = new ServerAddress();

    @Parameters(paramLabel = "EMAIL", description = "The user's e-mail address.")
    private String email = "";

    @Override
    public Integer call() {
      return with(
          store,
          users -> {
            address.print(users.link(id(users, email), BY).await());
            return 0;
          });
    }
  }

  @Command(
      name = "disable",
      mixinStandardHelpOptions = true,
      description = "Keeps a user out from the next request on, and signs them out everywhere.")
  static final class Disable implements Callable<Integer> {
    @Mixin private StoreOptions store = new StoreOptions();

    @Parameters(paramLabel = "EMAIL", description = "The user's e-mail address.")
    private String email = "";

    @Override
    public Integer call() {
      return with(store, users -> changed(users, email, null, true));
    }
  }

  @Command(
      name = "enable",
      mixinStandardHelpOptions = true,
      description = "Lets a disabled user in again.")
  static final class Enable implements Callable<Integer> {
    @Mixin private StoreOptions store = new StoreOptions();

    @Parameters(paramLabel = "EMAIL", description = "The user's e-mail address.")
    private String email = "";

    @Override
    public Integer call() {
      return with(store, users -> changed(users, email, null, false));
    }
  }

  @Command(
      name = "roles",
      mixinStandardHelpOptions = true,
      description = "Gives a user these roles in place of those they had.")
  static final class Roles implements Callable<Integer> {
    @Mixin private StoreOptions store = new StoreOptions();

    @Parameters(index = "0", paramLabel = "EMAIL", description = "The user's e-mail address.")
    private String email = "";

    @Parameters(
        index = "1..*",
        arity = "1..*",
        paramLabel = "ROLE",
        description = "One of: ${COMPLETION-CANDIDATES}.")
    private List<Role> roles = List.of();

    @Override
    public Integer call() {
      return with(store, users -> changed(users, email, EnumSet.copyOf(roles), null));
    }
  }

  /** Where people reach the server, for the links that are printed. */
  static final class ServerAddress {
    @Option(
        names = "--address",
        paramLabel = "URL",
        defaultValue = "http://localhost:8080",
        description =
            "Address by which people reach the server, for the link (default: ${DEFAULT-VALUE}).")
    private String address = "";

    void print(User.Invited made) {
      System.out.printf(
          "link for %s, until %s:%n%s/console/invitation?token=%s%n",
          made.user().email(), made.until(), address.replaceFirst("/+$", ""), made.token());
    }
  }

  private static int changed(
      Users users, String email, java.util.@Nullable Set<Role> roles, @Nullable Boolean disabled) {
    var user = users.change(id(users, email), roles, disabled, BY).await();
    System.out.printf(
        "%s: %s%s%n", user.email(), words(user), user.disabled() == null ? "" : ", disabled");
    return 0;
  }

  private static String id(Users users, String email) {
    var wanted = email.strip().toLowerCase(Locale.ROOT);
    return users.list().await().stream()
        .filter(user -> user.email().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "No user has the address %s. Maybe users list shows it.".formatted(email)))
        .id();
  }

  private static String words(User user) {
    return user.roles().stream().sorted().map(Role::word).collect(Collectors.joining(", "));
  }

  private static int with(StoreOptions store, Function<Users, Integer> work) {
    return store.with(
        database -> {
          try {
            return work.apply(
                new Users(database.pool(), InstantSource.system(), new SecureRandom()));
          } catch (UserRefused refused) {
            throw new IllegalArgumentException(refused.getMessage(), refused);
          }
        });
  }
}
