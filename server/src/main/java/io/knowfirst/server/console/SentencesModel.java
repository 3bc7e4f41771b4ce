package io.knowfirst.server.console;

import io.knowfirst.rules.check.Seen;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.server.console.Workbench.Bench;
import io.knowfirst.server.rulesets.replay.Reach;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A file of sentences, as its page shows it.
 *
 * @param edited the part that is edited; -1 for none, the number of parts for a new one
 * @param form of that part; null for none
 * @param general findings that are at no row
 * @param reach of the segment asked for; null for none
 */
record SentencesModel(
    Bench bench,
    String file,
    ListPage<SentenceParts.Shown> parts,
    int edited,
    @Nullable RuleForm form,
    Phrases phrases,
    CatalogueWords words,
    Seen seen,
    List<Finding> general,
    @Nullable Reach reach,
    ConsoleRequest request) {
  /** Properties of all events, as a sentence may ask for any. */
  Set<String> properties() {
    var all = new TreeSet<String>();
    seen.properties().values().forEach(all::addAll);
    return all;
  }

  boolean isNew() {
    return edited >= parts.all();
  }

  String address(String... more) {
    var all = new ArrayList<>(List.of("file", file));
    all.addAll(List.of(more));
    return bench.address("sentences", all.toArray(String[]::new));
  }

  String turn(int page) {
    return address("page", "" + page);
  }

  boolean isOfSegments() {
    return file.startsWith("segments/");
  }

  boolean mayEdit() {
    return bench.mayEdit() && file.endsWith(".dslr");
  }

  /** Whether there is nothing yet to write rules in. */
  boolean needsSentences() {
    return phrases.isEmpty() && mayEdit();
  }

  String source() {
    return bench.address("code", "file", file);
  }

  Object[] reachTold() {
    var told = Objects.requireNonNull(reach);
    return new Object[] {
      told.segment(),
      Figures.percent(request.locale(), told.share()),
      Figures.number(request.locale(), told.reached()),
      Figures.number(request.locale(), told.decisions()),
      Figures.percent(request.locale(), told.interval().low()),
      Figures.percent(request.locale(), told.interval().high()),
      Figures.number(request.locale(), told.members()),
      Figures.number(request.locale(), told.visitors())
    };
  }
}
