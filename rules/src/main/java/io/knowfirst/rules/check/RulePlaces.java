package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.DrlFile;
import io.knowfirst.rules.folder.RuleFolder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Where a folder's rules stand in their author's files. Thread-safe. */
public final class RulePlaces {
  private final Map<String, DrlFile> files;
  private final Map<String, Source> sources = new ConcurrentHashMap<>();

  public RulePlaces(RuleFolder folder) {
    this.files =
        folder.drl().stream().collect(Collectors.toMap(DrlFile::name, Function.identity()));
  }

  /** The place of an offset that the tree of a rule tells. */
  public SourcePlace of(RuleCard rule, int offset) {
    var file = files.get(rule.file());
    return file == null
        ? new SourcePlace(rule.line(), 1)
        : sources.computeIfAbsent(rule.file(), name -> Source.of(file)).place(offset);
  }
}
