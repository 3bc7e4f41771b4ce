package io.knowfirst.server.console;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.nio.file.Path;
import java.util.Map;

/** The templates, which were compiled with the server. */
final class Templates {
  private static final TemplateEngine ENGINE =
      TemplateEngine.createPrecompiled(
          Path.of("jte-classes"),
          ContentType.Html,
          Templates.class.getClassLoader(),
          Templates.class.getPackageName());

  private Templates() {}

  static String render(String template, Frame frame, Object page) {
    var output = new StringOutput();
    ENGINE.render(template, Map.of("frame", frame, "page", page), output);
    return output.toString();
  }
}
