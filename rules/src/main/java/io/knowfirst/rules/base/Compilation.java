package io.knowfirst.rules.base;

import io.knowfirst.rules.check.Checked;
import io.knowfirst.rules.check.Compilable;
import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.rules.folder.DrlFile;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.folder.RuleFolderException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.kie.api.definition.KiePackage;

/** A folder's rules as they come out of the compiler, and what each is about. */
record Compilation(List<RuleCard> rules, Collection<KiePackage> packages) {
  Compilation {
    rules = List.copyOf(rules);
  }

  /**
   * Compiles those files that are not kept compiled, and keeps them.
   *
   * @throws RuleFolderException with everything that is wrong in all files
   */
  static Compilation of(RuleFolder folder, CompiledCache cache) {
    var known = cache.rules(folder);
    if (known.isEmpty()) {
      return of(checked(folder), folder, cache);
    }
    return new Work(cache, folder, Map.of()).all(known.get());
  }

  /** The same for a folder that was checked and has no errors. */
  static Compilation of(Checked checked, RuleFolder folder, CompiledCache cache) {
    var compilation = new Work(cache, folder, Work.byName(checked)).all(checked.rules());
    cache.keep(folder, checked.rules());
    return compilation;
  }

  private static Checked checked(RuleFolder folder) {
    var checked = Checked.of(folder);
    if (checked.findings().stream().anyMatch(Finding::isError)) {
      throw new RuleFolderException(checked.findings());
    }
    return checked;
  }

  /** One file after the other. */
  private static final class Work {
    private final CompiledCache cache;
    private final RuleFolder folder;
    private final List<KiePackage> packages = new ArrayList<>();
    private final List<Finding> errors = new ArrayList<>();
    private final List<String> keys;
    private Map<String, Compilable> sources;
    private boolean compiled;

    Work(CompiledCache cache, RuleFolder folder, Map<String, Compilable> sources) {
      this.cache = cache;
      this.folder = folder;
      this.keys = folder.drl().stream().map(cache::key).toList();
      this.sources = sources;
    }

    Compilation all(List<RuleCard> rules) {
      for (int i = 0; i < keys.size(); i++) {
        take(folder.drl().get(i), keys.get(i));
      }
      if (!errors.isEmpty()) {
        throw new RuleFolderException(errors);
      }
      if (compiled) {
        cache.drop(Set.copyOf(keys));
      }
      return new Compilation(rules, packages);
    }

    private void take(DrlFile file, String key) {
      var kept = cache.find(key);
      if (kept.isPresent()) {
        packages.addAll(kept.get());
        return;
      }
      if (sources.isEmpty()) {
        sources = byName(checked(folder));
      }
      var fresh =
          Compiler.compile(Objects.requireNonNull(sources.get(file.name())), "knowfirst.r" + key);
      compiled = true;
      errors.addAll(fresh.errors());
      packages.addAll(fresh.packages());
      if (fresh.errors().isEmpty()) {
        cache.keep(key, fresh.packages());
      }
    }

    static Map<String, Compilable> byName(Checked checked) {
      return checked.sources().stream()
          .collect(Collectors.toMap(Compilable::name, Function.identity()));
    }
  }
}
