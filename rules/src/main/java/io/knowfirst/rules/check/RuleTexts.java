package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.RuleFolder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The texts of a folder's rules, each file read when it is first asked for. Thread-safe. */
public final class RuleTexts {
  private final RuleFolder folder;
  private final Map<String, Map<String, RuleText>> byFile = new ConcurrentHashMap<>();

  public RuleTexts(RuleFolder folder) {
    this.folder = folder;
  }

  /** The text of a rule; empty where the folder has no such rule. */
  public Optional<RuleText> of(RuleCard card) {
    return Optional.ofNullable(byFile.computeIfAbsent(card.file(), this::read).get(card.name()));
  }

  private Map<String, RuleText> read(String name) {
    var texts = new LinkedHashMap<String, RuleText>();
    folder.drl().stream()
        .filter(file -> file.name().equals(name))
        .flatMap(file -> ParsedFile.of(file).rules().stream())
        .forEach(rule -> texts.put(rule.name(), RuleText.of(rule)));
    return texts;
  }
}
