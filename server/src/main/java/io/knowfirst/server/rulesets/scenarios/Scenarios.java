package io.knowfirst.server.rulesets.scenarios;

import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolderException;
import io.knowfirst.rules.folder.YamlFile;
import io.knowfirst.server.catalogue.Assortment;
import io.knowfirst.server.decide.ActiveRules;
import io.knowfirst.server.decide.assignment.Experiments;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The scenarios of a rule author's folder: {@code scenarios/*.yaml}. Nobody is held out in them,
 * and nothing is stored.
 */
public final class Scenarios {
  private static final String FOLDER = "scenarios/";
  private static final String CATALOGUE = FOLDER + "catalogue.yaml";

  private final List<Scenario> all;
  private final Assortment products;

  private Scenarios(List<Scenario> all, Assortment products) {
    this.all = List.copyOf(all);
    this.products = products;
  }

  /** Whether a file holds scenarios. */
  public static boolean areIn(String file) {
    return file.startsWith(FOLDER) && file.endsWith(".yaml") && !file.equals(CATALOGUE);
  }

  /**
   * Reads them.
   *
   * @param files texts by path within the folder; those that are no scenarios are left aside
   * @param base compiled from the same files: what scenarios name must be in it
   * @throws RuleFolderException with everything that is wrong in them
   */
  public static Scenarios of(SortedMap<String, String> files, RuleBase base) {
    var findings = new ArrayList<Finding>();
    var reader = new ScenarioReader(base, findings);
    var all = new ArrayList<Scenario>();
    var products = Assortment.EMPTY;
    for (var file : files.entrySet()) {
      if (file.getKey().equals(CATALOGUE)) {
        var list = YamlFile.read(CATALOGUE, file.getValue(), findings).tables();
        products = reader.products(CATALOGUE, list);
      } else if (areIn(file.getKey())) {
        all.addAll(reader.read(file.getKey(), file.getValue()));
      }
    }
    if (findings.stream().anyMatch(Finding::isError)) {
      throw new RuleFolderException(findings.stream().sorted().toList());
    }
    return new Scenarios(all, products);
  }

  /** Those whose file, name or rule holds a text, in small letters or capitals. */
  public Scenarios about(String text) {
    var wanted = text.toLowerCase(Locale.ROOT);
    return new Scenarios(
        all.stream()
            .filter(
                one ->
                    (one.file() + "\n" + one.name() + "\n" + one.rule())
                        .toLowerCase(Locale.ROOT)
                        .contains(wanted))
            .toList(),
        products);
  }

  /** The same, with the products of a shop where a scenario brings none of its own. */
  public Scenarios with(Assortment assortment) {
    return new Scenarios(all, assortment);
  }

  public List<Scenario> all() {
    return all;
  }

  /**
   * Decides all of them; the report has them in the order of the files.
   *
   * @param coverage whether to find out what they leave untried
   */
  public ScenarioReport run(ActiveRules rules, int threads, boolean coverage) {
    var run = runner(rules, coverage);
    var pool = Executors.newFixedThreadPool(Math.max(1, threads));
    try {
      var results = new ArrayList<Future<ScenarioResult>>(all.size());
      all.forEach(one -> results.add(pool.submit(() -> run.run(one))));
      var done = new ArrayList<ScenarioResult>(all.size());
      for (var result : results) {
        done.add(result.get());
      }
      return ScenarioReport.of(rules.base(), done, coverage);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The scenarios were broken off.", interrupted);
    } catch (ExecutionException failed) {
      throw new IllegalStateException("A scenario could not be run.", failed.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  /** With rules that nothing was made ready for yet. */
  public ScenarioReport run(RuleBase base, int threads, boolean coverage) {
    return run(ActiveRules.of(base), threads, coverage);
  }

  ScenarioRun runner(ActiveRules rules, boolean coverage) {
    var experiments = Experiments.of(rules.base().folder().experiments().values());
    return new ScenarioRun(rules.withoutHoldouts(), experiments, products, coverage);
  }
}
