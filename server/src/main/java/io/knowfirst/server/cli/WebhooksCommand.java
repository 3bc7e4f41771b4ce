package io.knowfirst.server.cli;

import io.knowfirst.server.model.Actor;
import io.knowfirst.server.webhooks.Webhook.WithSecret;
import io.knowfirst.server.webhooks.Webhooks;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code webhooks}: the endpoints that are told what happens. */
@Command(
    name = "webhooks",
    mixinStandardHelpOptions = true,
    description =
        "Tells endpoints of others what happens: publications, approvals, experiments, keys, users.",
    subcommands = {
      WebhooksCommand.ListAll.class,
      WebhooksCommand.Add.class,
      WebhooksCommand.Rotate.class,
      WebhooksCommand.Replay.class,
      WebhooksCommand.Remove.class
    })
final class WebhooksCommand {
  private static final Actor BY = Actor.itself("command line");

  private static final int MOST_HOURS = 24 * 30;

  private WebhooksCommand() {}

  @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists all webhooks.")
  static final class ListAll implements Callable<Integer> {
    @Mixin private StoreOptions store = new StoreOptions();

    @Override
    public Integer call() {
      return with(
          store,
          false,
          webhooks -> {
            var row = "%-11s %7s %7s %-9s %-40s %s%n";
            System.out.printf(row, "id", "waiting", "failed", "state", "events", "url");
            for (var one : webhooks.list().await()) {
              System.out.printf(
                  row,
                  one.id(),
                  one.waiting(),
                  one.failed(),
                  one.disabled() == null ? "active" : "disabled",
                  String.join(",", one.events()),
                  one.url());
            }
            return 0;
          });
    }
  }

  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = "Adds an endpoint and prints the secret that signs its messages, this once.")
  static final class Add implements Callable<Integer> {
    @Mixin private StoreOptions store = new StoreOptions();

    @Parameters(index = "0", paramLabel = "URL", description = "Of HTTPS, at a public address.")
    private String url = "";

    @Parameters(
        index = "1..*",
        arity = "1..*",
        paramLabel = "EVENT",
        description = "A type such as rules.published, an area such as rules, or *.")
    private List<String> events = List.of();

    @Option(
        names = "--private-address",
        description = "Allow an address that is not public, and HTTP; serve must allow it too.")
    private boolean anywhere;

    @Override
    public Integer call() {
      return with(
          store,
          anywhere,
          webhooks -> {
            for (var event : events) {
              if (!Webhooks.isEvent(event)) {
                throw new IllegalArgumentException(
                    "EVENT is %s, expected a type such as rules.published, an area such as rules, or *."
                        .formatted(event));
              }
            }
            try {
              webhooks.check(url);
            } catch (IllegalArgumentException expected) {
              throw new IllegalArgumentException(
                  "URL is %s, expected %s.".formatted(url, expected.getMessage()), expected);
            }
            print(webhooks.add(url, events, BY).await());
            return 0;
          });
    }
  }

  @Command(
      name = "rotate",
      mixinStandardHelpOptions = true,
      description = "Gives a webhook a new secret; the earlier one signs too for some hours.")
  static final class Rotate implements Callable<Integer> {
    @Mixin private StoreOptions store = new StoreOptions();

    @Parameters(paramLabel = "ID", description = "As webhooks list shows it.")
    private String id = "";

    @Option(
        names = "--hours",
        defaultValue = "24",
        description = "How long both secrets sign (default: ${DEFAULT-VALUE}).")
    private int hours;

    @Override
    public Integer call() {
      return with(
          store,
          false,
          webhooks -> {
            if (hours < 0 || hours > MOST_HOURS) {
              throw new IllegalArgumentException(
                  "--hours is %d, expected 0 to %d.".formatted(hours, MOST_HOURS));
            }
            print(known(webhooks.rotate(id, Duration.ofHours(hours), BY).await(), id));
            return 0;
          });
    }
  }

  @Command(
      name = "replay",
      mixinStandardHelpOptions = true,
      description = "Sends what was given up again, or the messages named.")
  static final class Replay implements Callable<Integer> {
    @Mixin private StoreOptions store = new StoreOptions();

    @Parameters(index = "0", paramLabel = "ID", description = "As webhooks list shows it.")
    private String id = "";

    @Parameters(
        index = "1..*",
        arity = "0..*",
        paramLabel = "MESSAGE",
        description = "Ids of messages (default: all that were given up).")
    private List<String> messages = List.of();

    @Override
    public Integer call() {
      return with(
          store,
          false,
          webhooks -> {
            known(webhooks.find(id).await(), id);
            int count = webhooks.replay(id, messages.isEmpty() ? null : messages).await();
            System.out.printf("%d messages are sent again%n", count);
            return 0;
          });
    }
  }

  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = "Removes a webhook with what it was still to be told.")
  static final class Remove implements Callable<Integer> {
    @Mixin private StoreOptions store = new StoreOptions();

    @Parameters(paramLabel = "ID", description = "As webhooks list shows it.")
    private String id = "";

    @Override
    public Integer call() {
      return with(
          store,
          false,
          webhooks -> {
            known(Optional.of(id).filter(one -> webhooks.remove(one, BY).await()), id);
            System.out.printf("%s is removed%n", id);
            return 0;
          });
    }
  }

  private static void print(WithSecret made) {
    System.out.printf(
        "webhook %s: %s%nsecret: %s%n", made.webhook().id(), made.webhook().url(), made.secret());
  }

  private static <T> T known(Optional<T> found, String id) {
    return found.orElseThrow(
        () ->
            new IllegalArgumentException(
                "ID is %s, expected that of a webhook. Maybe webhooks list shows it."
                    .formatted(id)));
  }

  private static int with(StoreOptions store, boolean anywhere, ToIntFunction<Webhooks> work) {
    return store.with(
        database ->
            work.applyAsInt(
                new Webhooks(
                    database.pool(), InstantSource.system(), new SecureRandom(), anywhere)));
  }
}
