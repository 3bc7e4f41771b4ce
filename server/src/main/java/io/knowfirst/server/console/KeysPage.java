package io.knowfirst.server.console;

import io.knowfirst.server.access.AccessKey;
import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.access.Role;
import io.knowfirst.server.access.WantedKey;
import io.knowfirst.server.people.People;
import io.vertx.core.Future;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys of machines. */
final class KeysPage implements ConsolePage {
  private static final PageHead HEAD = PageHead.of("keys", Role.OPERATOR).withForms();
  private final People people;

  KeysPage(People people) {
    this.people = people;
  }

  /**
   * The keys.
   *
   * @param made text of a key just made, which is shown this once; empty for none
   * @param problem why something was not done; empty for nothing
   * @param now by which keys have ended
   */
  record Model(List<AccessKey> keys, String made, String problem, Instant now) {
    static final List<KeyKind> KINDS = List.of(KeyKind.values());
  }

  @Override
  public PageHead head() {
    return HEAD;
  }

  @Override
  public Future<View> show(ConsoleRequest request) {
    return show("", "");
  }

  private Future<View> show(String made, String problem) {
    return people
        .keys()
        .list()
        .map(keys -> View.of("keys.jte", new Model(keys, made, problem, people.clock().instant())));
  }

  @Override
  public Future<View> submit(ConsoleRequest request) {
    return switch (request.field("action")) {
      case "create" -> create(request);
      case "revoke" ->
          people
              .keys()
              .revoke(request.field("id"), request.actor())
              .map(revoked -> View.done("revoked"));
      default -> show(request);
    };
  }

  private Future<View> create(ConsoleRequest request) {
    var kind =
        Model.KINDS.stream().filter(one -> one.word().equals(request.field("kind"))).findFirst();
    if (kind.isEmpty()) {
      return show(request);
    }
    try {
      return people
          .keys()
          .make(
              new WantedKey(
                  kind.get(),
                  request.field("name"),
                  words(request.field("origins")),
                  words(request.field("channels")),
                  request.actor().person(),
                  expires(request.field("expires"), request.zone())),
              request.actor())
          .compose(made -> show(made.text(), ""));
    } catch (IllegalArgumentException bad) {
      return show("", String.valueOf(bad.getMessage()));
    }
  }

  /**
   * At the end of a day on the shop's clock; null for never.
   *
   * @throws IllegalArgumentException for a day that is none, or is over
   */
  private @Nullable Instant expires(String day, ZoneId zone) {
    if (day.isEmpty()) {
      return null;
    }
    try {
      var end = LocalDate.parse(day).plusDays(1).atStartOfDay(zone).toInstant();
      if (end.isAfter(people.clock().instant()) && day.length() == 10) {
        return end;
      }
    } catch (DateTimeException none) {
      // Said below, as for days that are over.
    }
    throw new IllegalArgumentException(
        "expires is \"%s\", expected today or a later day, such as 2027-03-31. Maybe the year is wrong."
            .formatted(day));
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split("[\\s,]+")).filter(word -> !word.isEmpty()).toList();
  }
}
