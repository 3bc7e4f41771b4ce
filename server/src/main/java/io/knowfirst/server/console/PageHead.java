package io.knowfirst.server.console;

import io.knowfirst.server.access.Role;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What is known of a page before it is opened.
 *
 * @param name last part of its path; words of it begin with it
 * @param roles who may open it and send its forms
 * @param isInNavigation whether the navigation leads to it; else another page does
 * @param takesForms whether it has forms
 * @param takesFiles whether a form of it may carry a file, and texts as long as files are
 * @param isScripted whether it has a script of this server
 */
public record PageHead(
    String name,
    Set<Role> roles,
    boolean isInNavigation,
    boolean takesForms,
    boolean takesFiles,
    boolean isScripted) {
  public PageHead {
    roles = Set.copyOf(roles);
  }

  /**
   * A page to be read, in the navigation.
   *
   * @param roles none for all
   */
  static PageHead of(String name, Role... roles) {
    var all = roles.length == 0 ? EnumSet.allOf(Role.class) : EnumSet.copyOf(List.of(roles));
    return new PageHead(name, all, true, false, false, false);
  }

  /** The same, to which another page leads. */
  PageHead aside() {
    return new PageHead(name, roles, false, takesForms, takesFiles, isScripted);
  }

  PageHead withForms() {
    return new PageHead(name, roles, isInNavigation, true, takesFiles, isScripted);
  }

  PageHead withFiles() {
    return new PageHead(name, roles, isInNavigation, true, true, isScripted);
  }

  PageHead withScript() {
    return new PageHead(name, roles, isInNavigation, takesForms, takesFiles, true);
  }
}
