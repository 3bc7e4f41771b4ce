package io.knowfirst.server.experiments.ledger;

import io.knowfirst.experiments.report.ExperimentData.Provenance;
import io.knowfirst.experiments.report.flow.FlowReport;
import io.knowfirst.experiments.report.flow.FlowReport.Departure;
import io.knowfirst.experiments.report.flow.FlowReport.Entries;
import io.knowfirst.experiments.report.flow.FlowReport.OnChannel;
import io.knowfirst.experiments.report.flow.FlowReport.Stage;
import io.knowfirst.experiments.report.ledger.Ledger;
import io.knowfirst.rules.folder.Campaign;
import io.knowfirst.rules.folder.CampaignFlow;
import io.knowfirst.rules.folder.FlowStep;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.experiments.ledger.FlowTable.Happening;
import io.knowfirst.server.experiments.ledger.FlowTable.Moved;
import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Reports on campaigns of steps: the funnel from the moves, the effect from the ledger. */
public final class FlowReports {
  private final FlowTable table;
  private final Supplier<RuleFolder> rules;
  private final Function<LedgerQuestion, Future<Ledger>> ledgers;

  /**
   * Reads only.
   *
   * @param ledgers {@code Ledgers::ledger}
   */
  public FlowReports(
      Pool pool, Supplier<RuleFolder> rules, Function<LedgerQuestion, Future<Ledger>> ledgers) {
    this.table = new FlowTable(pool);
    this.rules = rules;
    this.ledgers = ledgers;
  }

  /** Of entries that began in the period; empty where there is no such campaign of steps. */
  public Future<Optional<FlowReport>> report(String id, LedgerQuestion question) {
    var folder = rules.get();
    var campaign = folder.campaigns().get(id);
    var flow = campaign == null ? null : campaign.flow();
    if (campaign == null || flow == null) {
      return Future.succeededFuture(Optional.empty());
    }
    var from = question.from();
    var until = question.until();
    return Future.all(table.moves(id, from, until), table.happened(id, from, until))
        .recover(away -> Future.failedFuture(new StoreUnavailable("Moves are away", away)))
        .compose(
            both ->
                ledgers
                    .apply(question)
                    .map(
                        ledger ->
                            Optional.of(
                                report(
                                    folder,
                                    campaign,
                                    flow,
                                    ledger,
                                    both.resultAt(0),
                                    both.resultAt(1)))));
  }

  private static FlowReport report(
      RuleFolder folder,
      Campaign campaign,
      CampaignFlow flow,
      Ledger ledger,
      List<Moved> moves,
      List<Happening> happened) {
    var left = left(moves, move -> true);
    long entered = sum(moves, move -> move.kind().equals("entered"));
    long gone = left.stream().mapToLong(Departure::visitors).sum();
    return new FlowReport(
        campaign.id(),
        campaign.title(),
        ledger.from(),
        ledger.until(),
        new Entries(entered, Math.max(0, entered - gone), left),
        flow.telling().stream().map(step -> stage(step, moves, happened)).toList(),
        ledger.value(),
        ledger.campaigns().stream()
            .filter(account -> account.campaign().equals(campaign.id()))
            .findFirst()
            .orElse(null),
        List.of(new Provenance("ruleset", folder.hash())));
  }

  private static Stage stage(FlowStep.Telling step, List<Moved> moves, List<Happening> happened) {
    var id = step.id();
    boolean sends = step instanceof FlowStep.Send;
    long held = sum(moves, move -> move.step().equals(id) && move.kind().equals("held"));
    long notSent =
        sum(
            moves,
            move ->
                move.step().equals(id)
                    && (move.kind().equals("unsent") || move.kind().equals("missed")));
    long sent = sum(moves, move -> move.step().equals(id) && move.kind().equals("sent"));
    long begun = sum(moves, move -> move.step().equals(id) && move.kind().equals("begun"));
    return new Stage(
        id,
        sends ? "send" : "show",
        sends ? held + notSent + sent : begun,
        held,
        notSent,
        sends ? sent : count(happened, id, true, ""),
        count(happened, id, false, ""),
        channels(id, sends, moves, happened),
        left(moves, move -> move.step().equals(id)));
  }

  private static List<OnChannel> channels(
      String step, boolean sends, List<Moved> moves, List<Happening> happened) {
    var told = new TreeMap<String, Long>();
    if (sends) {
      moves.stream()
          .filter(move -> move.step().equals(step) && move.kind().equals("sent"))
          .forEach(move -> told.merge(move.detail(), move.entries(), Long::sum));
    }
    var channels = new TreeSet<>(told.keySet());
    happened.stream()
        .filter(one -> one.step().equals(step) && !one.channel().isEmpty())
        .forEach(one -> channels.add(one.channel()));
    return channels.stream()
        .map(
            channel ->
                new OnChannel(
                    channel,
                    sends ? told.getOrDefault(channel, 0L) : count(happened, step, true, channel),
                    count(happened, step, false, channel)))
        .toList();
  }

  private static List<Departure> left(List<Moved> moves, Predicate<Moved> which) {
    var reasons =
        moves.stream()
            .filter(move -> move.kind().equals("left"))
            .filter(which)
            .collect(
                Collectors.groupingBy(
                    Moved::detail, TreeMap::new, Collectors.summingLong(Moved::entries)));
    return reasons.entrySet().stream()
        .map(one -> new Departure(one.getKey(), one.getValue()))
        .sorted(
            Comparator.comparingLong((Departure one) -> -one.visitors())
                .thenComparing(Departure::reason))
        .toList();
  }

  private static long sum(List<Moved> moves, Predicate<Moved> which) {
    return moves.stream().filter(which).mapToLong(Moved::entries).sum();
  }

  private static long count(List<Happening> happened, String step, boolean shown, String channel) {
    return happened.stream()
        .filter(
            one -> one.step().equals(step) && one.shown() == shown && one.channel().equals(channel))
        .mapToLong(Happening::entries)
        .sum();
  }
}
