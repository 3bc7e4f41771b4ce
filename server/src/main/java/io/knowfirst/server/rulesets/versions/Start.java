package io.knowfirst.server.rulesets.versions;

import io.knowfirst.rules.check.Outside;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.folder.RuleFolderException;
import io.knowfirst.server.model.Actor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server brings along to its start: a folder, or the example shop. A folder whose content
 * was never published goes live; one that was published before does not undo what came after it;
 * the example is only for where nothing else was ever published.
 */
public final class Start {
  private static final Logger LOG = LoggerFactory.getLogger(Start.class);
  private static final String EXAMPLE = "example";

  private final String source;
  private final boolean example;
  private final SortedMap<String, String> files;
  private final Inspection inspection;
  private final Outside outside;

  private Start(
      String source,
      boolean example,
      SortedMap<String, String> files,
      Inspection inspection,
      Outside outside) {
    this.source = source;
    this.example = example;
    this.files = files;
    this.inspection = inspection;
    this.outside = outside;
  }

  /**
   * Reads, compiles and rehearses; takes as long as that takes.
   *
   * @param folder null for the example shop
   */
  public static Start read(@Nullable Path folder, Duration rehearsal, Instant now) {
    var source = folder == null ? "the example shop" : folder.toString();
    var outside = Outside.at(now);
    try {
      var files = folder == null ? RuleFolder.exampleFiles() : RuleFolder.files(folder);
      if (folder != null) {
        RuleFolder.unread(folder).forEach(left -> LOG.warn("{}", left));
      }
      var inspection = Inspection.passing(files, outside);
      if (inspection.base() != null) {
        inspection.base().rehearse(rehearsal);
      }
      return new Start(source, folder == null, files, inspection, outside);
    } catch (RuleFolderException unreadable) {
      return new Start(
          source, false, new TreeMap<>(), new Inspection("", unreadable.findings(), null), outside);
    }
  }

  /**
   * Brings a version into force.
   *
   * @return which, and why this one, in one line for people
   * @throws RuleFolderException when there is nothing that could decide
   */
  public String begin(Rulesets rulesets) {
    var live = RuleThread.await(rulesets.store().live()).hash();
    if (live == null) {
      return publish(rulesets, checked(), "first version, from " + source);
    }
    if (live.equals(inspection.hash())) {
      rulesets.changeOver().follow();
      return "as in " + source;
    }
    var known = RuleThread.await(rulesets.store().find(live));
    boolean mine = !example || known.filter(v -> v.author().equals(EXAMPLE)).isPresent();
    boolean wanted = inspection.base() != null && mine && !publishedBefore(rulesets);
    var brought = wanted ? checked() : inspection;
    if (wanted && brought.base() != null) {
      return publish(rulesets, brought, "found at the start in " + source);
    }
    follow(rulesets);
    return "the version that was live" + (example ? "" : "; " + whyNot(brought, live));
  }

  /** What is published for the first time is checked like everything else that is. */
  private Inspection checked() {
    return inspection.base() == null ? inspection : Inspection.of(files, outside);
  }

  private boolean publishedBefore(Rulesets rulesets) {
    return RuleThread.await(rulesets.store().find(inspection.hash())).isPresent();
  }

  private String publish(Rulesets rulesets, Inspection brought, String message) {
    if (brought.base() == null) {
      throw new RuleFolderException(brought.findings());
    }
    var changeOver = rulesets.changeOver();
    var proposal = new Proposal(files, Actor.itself(example ? EXAMPLE : "start"), message, 1);
    try {
      var published = changeOver.publish(proposal, brought, System.nanoTime()).version();
      if (!published.live()) {
        follow(rulesets);
      }
      return published.live()
          ? "published now, from " + source
          : "the version that was live; " + source + " waits for an approval";
    } catch (RulesetRefused refused) {
      follow(rulesets);
      return "the version that was live; " + source + " is refused: " + refused.reason();
    }
  }

  private void follow(Rulesets rulesets) {
    try {
      rulesets.changeOver().follow();
    } catch (RulesetRefused refused) {
      throw new RuleFolderException(
          refused.findings().isEmpty() ? inspection.findings() : refused.findings());
    }
  }

  private String whyNot(Inspection brought, String live) {
    if (brought.base() == null) {
      LOG.warn(
          "{} is refused; {} decides on:\n{}",
          source,
          Rulesets.shown(live),
          brought.findings().stream().map(Finding::toString).collect(Collectors.joining("\n")));
      return source + " is refused, see the log";
    }
    return source
        + " is "
        + Rulesets.shown(brought.hash())
        + ", published before: save a change or publish it to bring it back";
  }
}
