package io.knowfirst.server.console;

import io.knowfirst.server.access.AccessKey;
import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.access.Role;
import io.knowfirst.server.access.WantedKey;
import io.knowfirst.server.people.People;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The keys of machines. */
final class KeysPage implements ConsolePage {
  private final People people;

  KeysPage(People people) {
    this.people = people;
  }

  /**
   * The keys.
   *
   * @param made text of a key just made, which is shown this once; empty for none
   * @param problem why something was not done; empty for nothing
   */
  record Model(List<AccessKey> keys, String made, String problem) {
    static final List<KeyKind> KINDS = List.of(KeyKind.values());
  }

  @Override
  public String name() {
    return "keys";
  }

  @Override
  public Set<Role> roles() {
    return EnumSet.of(Role.OPERATOR);
  }

  @Override
  public boolean takesForms() {
    return true;
  }

  @Override
  public Future<View> show(ConsoleRequest request) {
    return show("", "");
  }

  private Future<View> show(String made, String problem) {
    return people.keys().list().map(keys -> View.of("keys.jte", new Model(keys, made, problem)));
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
                  null),
              request.actor())
          .compose(made -> show(made.text(), ""));
    } catch (IllegalArgumentException bad) {
      return show("", String.valueOf(bad.getMessage()));
    }
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split("[\\s,]+")).filter(word -> !word.isEmpty()).toList();
  }
}
