package io.knowfirst.server.console;

import io.knowfirst.server.experiments.ledger.LedgerQuestion;
import io.knowfirst.server.experiments.ledger.LoginReport;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;

/** What logins change of what visitors are shown. */
final class LoginsPage implements ConsolePage {
  private static final PageHead HEAD = PageHead.of("logins").aside();
  private final Function<LedgerQuestion, Future<LoginReport>> logins;
  private final InstantSource clock;

  LoginsPage(Function<LedgerQuestion, Future<LoginReport>> logins, InstantSource clock) {
    this.logins = logins;
    this.clock = clock;
  }

  /**
   * The logins of some days.
   *
   * @param problem why other days are shown than were asked for; empty for nothing
   */
  record Model(LocalDate from, LocalDate until, LoginReport report, String problem) {
    /** The part of the decisions that a login changed. */
    String changed(Frame frame) {
      double share = report.decisions() == 0 ? 0 : (double) report.changed() / report.decisions();
      return Figures.percent(Locale.forLanguageTag(frame.language()), share);
    }
  }

  @Override
  public PageHead head() {
    return HEAD;
  }

  @Override
  public Future<View> show(ConsoleRequest request) {
    var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    try {
      var until = Objects.requireNonNullElse(AskedDay.of(request, "until"), today);
      var from =
          Objects.requireNonNullElseGet(
              AskedDay.of(request, "from"), () -> until.with(IsoFields.DAY_OF_QUARTER, 1));
      if (from.isAfter(until) || from.plusDays(LedgerQuestion.MOST_DAYS - 1).isBefore(until)) {
        throw new IllegalArgumentException(
            "from is %s and until is %s, expected 1 to %d days. Maybe they are swapped."
                .formatted(from, until, LedgerQuestion.MOST_DAYS));
      }
      return show(from, until, "");
    } catch (IllegalArgumentException wrong) {
      return show(
          today.with(IsoFields.DAY_OF_QUARTER, 1), today, String.valueOf(wrong.getMessage()));
    }
  }

  private Future<View> show(LocalDate from, LocalDate until, String problem) {
    return logins
        .apply(new LedgerQuestion(from, until, null))
        .map(report -> View.of("logins.jte", new Model(from, until, report, problem)));
  }
}
