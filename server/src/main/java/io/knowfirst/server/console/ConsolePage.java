package io.knowfirst.server.console;

import io.knowfirst.server.access.Role;
import io.vertx.core.Future;
import java.util.Set;

/**
 * A page of the console: a class like this, a template, its words and a line in {@link Console}. It
 * is served at {@code /console/NAME} to people with one of its roles.
 */
public interface ConsolePage {
  /** Last part of its path; words of it begin with it. */
  String name();

  /** Who may open it and send its forms. */
  Set<Role> roles();

  /** Whether the navigation leads to it; else another page does. */
  default boolean isInNavigation() {
    return true;
  }

  /** Whether it has forms. */
  default boolean takesForms() {
    return false;
  }

  /** Whether a form of it may carry a file, and texts as long as files are. */
  default boolean takesFiles() {
    return false;
  }

  /** Whether it has a script of this server. */
  default boolean isScripted() {
    return false;
  }

  /** What is shown. Fails as the parts do that it asks. */
  Future<View> show(ConsoleRequest request);

  /** Takes a form, whose token was checked. */
  default Future<View> submit(ConsoleRequest request) {
    return show(request);
  }
}
