package io.knowfirst.rules.base;

import io.knowfirst.rules.check.Compilable;
import io.knowfirst.rules.check.Source;
import io.knowfirst.rules.check.Vocabulary;
import io.knowfirst.rules.folder.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.drools.drl.ast.descr.PackageDescr;
import org.kie.api.definition.KiePackage;
import org.kie.api.io.ResourceType;
import org.kie.internal.builder.KnowledgeBuilder;
import org.kie.internal.builder.KnowledgeBuilderFactory;
import org.kie.internal.builder.conf.LanguageLevelOption;
import org.kie.internal.io.ResourceFactory;

/** Compiles checked sources. */
final class Compiler {
  private static final String LIMIT = "knowfirst.compile.seconds";
  private static final int DEFAULT_LIMIT = 60;
  private static final String WARM_UP =
      """
      package knowfirst.warmup
      import %s.*;
      rule "Warm-up" when $v : Visitor(visits > 1) then insert(new Offer("w").with("id", $v.id())); end
      """
          .formatted(Vocabulary.PACKAGE);
  private static final CompileRoom ROOM =
      new CompileRoom(Duration.ofSeconds(Integer.getInteger(LIMIT, DEFAULT_LIMIT)));

  /** What came of it: a package for each file that holds rules, or errors. */
  record Compiled(List<KiePackage> packages, List<Finding> errors) {
    Compiled {
      errors = List.copyOf(errors);
    }

    /** Whether it failed, and not by taking too long, which it would again. */
    private boolean mayBeToldBetter() {
      return errors.stream().anyMatch(error -> !error.code().equals(CompileMessage.TOO_LONG));
    }
  }

  private Compiler() {}

  /** Compiles files that are not kept. */
  static Compiled compile(List<Compilable> files) {
    var packages = new ArrayList<KiePackage>();
    var errors = new ArrayList<Finding>();
    for (var file : files) {
      var compiled = compile(file, "knowfirst.f" + packages.size());
      packages.addAll(compiled.packages());
      errors.addAll(compiled.errors());
    }
    return new Compiled(packages, errors);
  }

  /**
   * Compiles one file alone. Its rules go into a package of its own, so that no class of theirs has
   * the name of another file's. A file that takes too long is refused with a finding.
   */
  static Compiled compile(Compilable file, String packageName) {
    return compile(file, packageName, ROOM);
  }

  static Compiled compile(Compilable file, String packageName, CompileRoom room) {
    var lean = file.lean(packageName).map(text -> compile(text, file.source(), packageName, room));
    if (lean.isEmpty() || lean.get().mayBeToldBetter()) {
      return walled(
          compile(file.written(packageName), file.source(), packageName, room), file.source());
    }
    lean.get().packages().forEach(Network::forgetConclusions);
    return walled(lean.get(), file.source());
  }

  /** Nothing of what names something else than rules may leaves the compiler. */
  private static Compiled walled(Compiled compiled, Source source) {
    return CodeWall.objection(compiled.packages())
        .map(name -> new Compiled(List.of(), List.of(CompileMessage.walled(source, name))))
        .orElse(compiled);
  }

  /** Loads the classes that compiling needs, on a thread of its own. */
  static void warmUp() {
    var thread =
        new Thread(
            () -> Compilable.parse(WARM_UP).ifPresent(rules -> add(rules, "warm-up", builder())),
            "rules-warm-up");
    thread.setDaemon(true);
    thread.start();
  }

  private static KnowledgeBuilder builder() {
    var settings = KnowledgeBuilderFactory.newKnowledgeBuilderConfiguration();
    settings.setOption(LanguageLevelOption.DRL10);
    return KnowledgeBuilderFactory.newKnowledgeBuilder(settings);
  }

  private static Compiled compile(
      String text, Source source, String packageName, CompileRoom room) {
    var parsed = Compilable.parse(text);
    var objection = parsed.map(ShapeWall::objection).orElse(Optional.of("no rules"));
    if (objection.isPresent()) {
      return new Compiled(List.of(), List.of(CompileMessage.walled(source, objection.get())));
    }
    var builder = builder();
    var errors = new ArrayList<Finding>();
    try {
      room.run(() -> add(parsed.get(), source.name(), builder));
    } catch (CompileRoom.Runaway e) {
      return new Compiled(List.of(), List.of(CompileMessage.tooLong(source, e)));
    } catch (RuntimeException e) {
      errors.add(CompileMessage.of(source, e));
    }
    for (var error : builder.getErrors()) {
      if (error.getResource() != null && !error.getMessage().contains("null Package")) {
        errors.add(CompileMessage.of(source, error));
      }
    }
    return new Compiled(
        builder.getKnowledgePackages().stream()
            .filter(compiled -> compiled.getName().equals(packageName))
            .toList(),
        CompileMessage.distinct(errors));
  }

  /** What the wall has seen is what is compiled; it is not read a second time. */
  private static void add(PackageDescr parsed, String name, KnowledgeBuilder builder) {
    var resource = ResourceFactory.newDescrResource(parsed).setSourcePath(name);
    parsed.setResource(resource);
    builder.add(resource, ResourceType.DESCR);
  }
}
