package io.knowfirst.rules.base;

import io.knowfirst.rules.check.Checked;
import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.rules.check.Source;
import io.knowfirst.rules.folder.DrlFile;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.folder.RuleFolderException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
    var checked = known.isPresent() ? Optional.<Checked>empty() : Optional.of(checked(folder));
    var work = new Work(cache, folder, checked);
    folder.drl().forEach(work::take);
    if (!work.errors.isEmpty()) {
      throw new RuleFolderException(work.errors);
    }
    var rules = known.orElseGet(() -> checked.map(Checked::rules).orElseThrow());
    if (known.isEmpty()) {
      cache.keep(folder, rules);
    }
    if (work.compiled) {
      cache.drop(work.names);
    }
    return new Compilation(rules, work.packages);
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
    private final Set<String> names;
    private Map<String, Source> sources;
    private boolean compiled;

    Work(CompiledCache cache, RuleFolder folder, Optional<Checked> checked) {
      this.cache = cache;
      this.folder = folder;
      this.names = folder.drl().stream().map(cache::key).collect(Collectors.toSet());
      this.sources = checked.map(Work::byName).orElseGet(HashMap::new);
    }

    void take(DrlFile file) {
      var key = cache.key(file);
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

    private static Map<String, Source> byName(Checked checked) {
      return checked.sources().stream()
          .collect(Collectors.toMap(Source::name, Function.identity()));
    }
  }
}
