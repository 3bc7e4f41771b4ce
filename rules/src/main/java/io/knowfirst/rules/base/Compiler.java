package io.knowfirst.rules.base;

import io.knowfirst.rules.check.Source;
import io.knowfirst.rules.folder.Finding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.kie.api.definition.KiePackage;
import org.kie.api.io.ResourceType;
import org.kie.internal.builder.KnowledgeBuilder;
import org.kie.internal.builder.KnowledgeBuilderError;
import org.kie.internal.builder.KnowledgeBuilderFactory;
import org.kie.internal.builder.conf.LanguageLevelOption;
import org.kie.internal.io.ResourceFactory;

/** Compiles checked sources, and puts what the compiler complains of into an author's words. */
final class Compiler {
  private static final Pattern CAUSE =
      Pattern.compile("\\[Error: (.*?)]\\s*(?:\\[Near|$)", Pattern.DOTALL);
  private static final String CODE = "KF199";

  /** What came of it: a package for each file that holds rules, or errors. */
  record Compiled(List<KiePackage> packages, List<Finding> errors) {
    Compiled {
      errors = List.copyOf(errors);
    }
  }

  private Compiler() {}

  /** Compiles files that are not kept. */
  static Compiled compile(List<Source> sources) {
    var packages = new ArrayList<KiePackage>();
    var errors = new ArrayList<Finding>();
    for (var source : sources) {
      var compiled = compile(source, "knowfirst.f" + packages.size());
      packages.addAll(compiled.packages());
      errors.addAll(compiled.errors());
    }
    return new Compiled(packages, errors);
  }

  /**
   * Compiles one file alone. Its rules go into a package of its own, so that no class of theirs has
   * the name of another file's.
   */
  static Compiled compile(Source source, String packageName) {
    var settings = KnowledgeBuilderFactory.newKnowledgeBuilderConfiguration();
    settings.setOption(LanguageLevelOption.DRL10);
    var builder = KnowledgeBuilderFactory.newKnowledgeBuilder(settings);
    var errors = new ArrayList<Finding>();
    add(source, packageName, builder, errors);
    for (var error : builder.getErrors()) {
      if (error.getResource() != null && !error.getMessage().contains("null Package")) {
        errors.add(finding(error));
      }
    }
    return new Compiled(
        builder.getKnowledgePackages().stream()
            .filter(compiled -> compiled.getName().equals(packageName))
            .toList(),
        errors);
  }

  private static void add(
      Source source, String packageName, KnowledgeBuilder builder, List<Finding> errors) {
    try {
      var text = source.inPackage(packageName).getBytes(StandardCharsets.UTF_8);
      builder.add(
          ResourceFactory.newByteArrayResource(text).setSourcePath(source.name()),
          ResourceType.DRL);
    } catch (RuntimeException e) {
      errors.add(Finding.error(source.name(), 1, 1, CODE, "Does not compile: " + firstLine(e)));
    }
  }

  private static Finding finding(KnowledgeBuilderError error) {
    int line = error.getLines().length == 0 ? 1 : error.getLines()[0];
    return Finding.error(
        error.getResource().getSourcePath(),
        line,
        1,
        CODE,
        "Does not compile: " + words(error.getMessage()));
  }

  /** The compiler's message without its own file names, positions and generated classes. */
  static String words(String message) {
    var cause = CAUSE.matcher(message);
    var words = cause.find() ? cause.group(1) : message;
    words = words.replaceAll("Rule Compilation error", "");
    words =
        words
            .replaceAll(" for the type Rule_\\w+", "")
            .replaceAll("\\b(\\w+\\.)*Rule_\\w+", "the rule");
    words = words.replaceAll("\\b(?:[a-z]\\w*\\.)+([A-Z]\\w*)", "$1");
    words = words.replaceAll("using strict-mode: ", "");
    return words.replaceAll("\\s+", " ").strip();
  }

  private static String firstLine(RuntimeException e) {
    return words(
        String.valueOf(e.getMessage()).lines().findFirst().orElse(e.getClass().getSimpleName()));
  }
}
