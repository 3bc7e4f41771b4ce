package io.knowfirst.server.console;

import org.jspecify.annotations.Nullable;

/**
 * What a page answers.
 *
 * @param template its file; empty to lead back to the page itself
 * @param model what the template is given as {@code page}
 * @param notice key of a sentence that says what was done, or why not; null for none
 */
public record View(String template, Object model, @Nullable String notice) {
  public static View of(String template, Object model) {
    return new View(template, model, null);
  }

  /**
   * Something was done: the browser asks for the page anew, so that reloading does not repeat it.
   */
  public static View done(String notice) {
    return new View("", "", notice);
  }

  public boolean leadsBack() {
    return template.isEmpty();
  }
}
