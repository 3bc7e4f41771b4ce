package io.knowfirst.server.console;

import org.jspecify.annotations.Nullable;

/**
 * What a page answers.
 *
 * @param template its file; empty to lead to another page or back to this one
 * @param model what the template is given as {@code page}; the address of the other page, empty for
 *     this one
 * @param notice key of a sentence that says what was done, or why not; null for none
 */
public record View(String template, Object model, @Nullable String notice) {
  public static View of(String template, Object model) {
    return new View(template, model, null);
  }

  /**
   * Another page is to be shown.
   *
   * @param address relative to the pages of the console
   */
  public static View lead(String address) {
    return new View("", address, null);
  }

  /**
   * Something was done: the browser asks for the page anew, so that reloading does not repeat it.
   */
  public static View done(String notice) {
    return new View("", "", notice);
  }

  /** Where this leads to from the page of this name, by an address beside it. */
  public String address(String name) {
    return model.equals("") ? name + "?done=" + notice : model.toString();
  }

  public boolean leadsAway() {
    return template.isEmpty();
  }
}
