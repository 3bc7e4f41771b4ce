package io.knowfirst.server.console;

import io.knowfirst.server.access.Role;
import io.vertx.core.Future;
import java.util.Set;

/**
 * A page of the console: a class like this, a template, its words and a line in {@link Console}. It
 * is served at {@code /console/NAME} to people with one of its roles.
 */
public interface ConsolePage {
  PageHead head();

  /** Last part of its path; words of it begin with it. */
  default String name() {
    return head().name();
  }

  /** Who may open it and send its forms. */
  default Set<Role> roles() {
    return head().roles();
  }

  /** What is shown. Fails as the parts do that it asks. */
  Future<View> show(ConsoleRequest request);

  /** Takes a form, whose token was checked. */
  default Future<View> submit(ConsoleRequest request) {
    return show(request);
  }
}
