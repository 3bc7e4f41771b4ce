package io.knowfirst.experiments.report.ledger;

import io.knowfirst.experiments.report.Report.Estimate;
import io.knowfirst.experiments.report.Report.Outcome;
import io.knowfirst.experiments.report.Report.Sentence;
import io.knowfirst.experiments.report.Report.Status;
import io.knowfirst.experiments.report.ledger.Ledger.Account;
import io.knowfirst.experiments.report.ledger.Ledger.Contrasted;
import io.knowfirst.experiments.report.ledger.Ledger.Pair;
import io.knowfirst.experiments.report.ledger.Ledger.Shares;
import io.knowfirst.experiments.report.ledger.LedgerData.Counts;
import io.knowfirst.experiments.statistics.Correction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes a ledger of its data. */
public final class Bookkeeper {

  private final LedgerData data;
  private final LedgerSettings settings;
  private final Accounting accounting;

  private Bookkeeper(LedgerData data, LedgerSettings settings) {
    this.data = data;
    this.settings = settings;
    this.accounting = new Accounting(data.value(), settings);
  }

  /** Judges the split first, then the three contrasts of every campaign, then what to learn. */
  public static Ledger ledger(LedgerData data, LedgerSettings settings) {
    return new Bookkeeper(data, settings).ledger();
  }

  private Ledger ledger() {
    var campaigns = corrected(data.campaigns().stream().map(accounting::of).toList());
    return new Ledger(
        data.from(),
        data.until(),
        data.value(),
        data.counts().stream().map(Bookkeeper::shares).toList(),
        judged(accounting.of(data.everywhere())),
        campaigns,
        List.of(),
        new Lessons(data, accounting, campaigns, settings).ranked(),
        method(campaigns),
        data.provenance());
  }

  private static Shares shares(Counts counts) {
    double all = Math.max(1, counts.all());
    return new Shares(
        counts.over(),
        counts.name(),
        counts.title(),
        counts.all(),
        counts.known() / all,
        counts.tested() / all,
        counts.byDefault() / all);
  }

  /** All contrasts of all campaigns are one family. */
  private List<Account> corrected(List<Account> accounts) {
    List<Double> family =
        accounts.stream()
            .flatMap(account -> account.contrasts().stream())
            .map(Contrasted::p)
            .filter(Objects::nonNull)
            .map(Objects::requireNonNull)
            .toList();
    Iterator<Double> adjusted = Correction.BENJAMINI_HOCHBERG.adjust(family).iterator();
    return accounts.stream()
        .map(account -> judged(account, adjusted))
        .sorted(
            Comparator.comparing(Bookkeeper::atStake).reversed().thenComparing(Account::campaign))
        .toList();
  }

  private Account judged(Account account) {
    var own =
        account.contrasts().stream()
            .map(Contrasted::p)
            .filter(Objects::nonNull)
            .map(Objects::requireNonNull)
            .toList();
    return judged(account, own.iterator());
  }

  private Account judged(Account account, Iterator<Double> adjusted) {
    List<Contrasted> judged = new ArrayList<>();
    for (Contrasted contrasted : account.contrasts()) {
      Double p = contrasted.p() == null ? null : adjusted.next();
      judged.add(contrasted.judged(p, outcome(account, contrasted, p)));
    }
    return new Account(
        account.campaign(),
        account.title(),
        account.visitors(),
        account.others(),
        account.arms(),
        account.split(),
        judged,
        account.holdoutCost());
  }

  private Outcome outcome(Account account, Contrasted contrasted, @Nullable Double p) {
    Estimate difference = contrasted.difference();
    if (difference == null || p == null) {
      return contrasted.outcome();
    }
    if (account.split().status() == Status.BAD) {
      return Outcome.WITHHELD;
    }
    if (p >= settings.alpha()) {
      return Outcome.OPEN;
    }
    return data.value().direction().gain(difference.value()) > 0 ? Outcome.BETTER : Outcome.WORSE;
  }

  private static double atStake(Account account) {
    Estimate stake = account.of(Pair.KNOWING_OVER_DEFAULT).stake();
    return stake == null ? 0 : Math.abs(stake.value());
  }

  private List<Sentence> method(List<Account> campaigns) {
    List<Sentence> sentences = new ArrayList<>();
    sentences.add(new Sentence("method.holdout", List.of()));
    sentences.add(new Sentence("method.itt", List.of()));
    sentences.add(
        new Sentence(
            "method.always",
            List.of(1 - settings.alpha(), settings.plannedVisitors(), data.from())));
    sentences.add(new Sentence("method.weights", List.of()));
    long comparisons =
        campaigns.stream()
            .flatMap(account -> account.contrasts().stream())
            .filter(contrasted -> contrasted.p() != null)
            .count();
    if (comparisons > 1) {
      sentences.add(new Sentence("method.correction", List.of(comparisons)));
    }
    sentences.add(new Sentence("method.stake", List.of()));
    if (!data.gaps().isEmpty()) {
      sentences.add(new Sentence("method.ignorance", List.of()));
    }
    return sentences;
  }
}
