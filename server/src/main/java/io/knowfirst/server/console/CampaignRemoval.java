package io.knowfirst.server.console;

import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.rules.check.SentenceFile;
import io.knowfirst.rules.check.SentencePart;
import io.knowfirst.rules.check.SentencePart.SentenceRule;
import io.knowfirst.rules.check.SentenceWriter;
import io.knowfirst.rules.folder.Whereabouts.FolderPart;
import io.knowfirst.rules.folder.YamlEdit;
import java.util.HashSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes a campaign out of the files of a draft: its entry, and the rules that offer it. */
record CampaignRemoval(Policy policy) {
  /**
   * The files without it; null for those that hold nothing more.
   *
   * @throws IllegalArgumentException where something of it cannot be taken out here
   */
  SortedMap<String, @Nullable String> files(String campaign) {
    var file = policy.file(FolderPart.CAMPAIGN, campaign);
    var text = policy.files().get(file);
    if (text == null) {
      throw new IllegalArgumentException(
          "There is no campaign \"%s\". Maybe it was deleted already.".formatted(campaign));
    }
    var files = new TreeMap<String, @Nullable String>();
    boolean alone =
        policy.folder().campaigns().keySet().stream()
            .filter(id -> policy.file(FolderPart.CAMPAIGN, id).equals(file))
            .allMatch(campaign::equals);
    files.put(file, alone ? null : YamlEdit.without(text, campaign));
    policy.audience(campaign).stream()
        .filter(card -> !card.file().equals(file))
        .collect(Collectors.groupingBy(RuleCard::file))
        .forEach((path, cards) -> files.put(path, rules(path, campaign)));
    return files;
  }

  private @Nullable String rules(String path, String campaign) {
    if (!path.endsWith(".dslr")) {
      throw new IllegalArgumentException(
          "Rules of %s are written as code in %s. Maybe delete them there first."
              .formatted(campaign, path));
    }
    var names = new HashSet<String>();
    for (var card : policy.audience(campaign)) {
      if (card.campaigns().size() > 1) {
        throw new IllegalArgumentException(
            "The rule \"%s\" offers other campaigns too. Maybe change it first."
                .formatted(card.name()));
      }
      names.add(card.name());
    }
    var read = SentenceFile.of(policy.files().getOrDefault(path, ""), policy.sentences());
    var left =
        read.parts().stream()
            .filter(part -> !(part instanceof SentenceRule rule && names.contains(rule.name())))
            .toList();
    return left.stream().anyMatch(SentenceRule.class::isInstance) ? text(left, read) : null;
  }

  private String text(java.util.List<SentencePart> parts, SentenceFile read) {
    return SentenceWriter.write(
        new SentenceFile(parts, read.finalNewline()),
        policy.sentences(),
        (pointer, expected) -> {
          throw new IllegalArgumentException(pointer + ": expected " + expected);
        });
  }
}
