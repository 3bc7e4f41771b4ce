package io.knowfirst.server.console;

import io.knowfirst.server.access.Role;
import io.knowfirst.server.audit.AuditEvent;
import io.knowfirst.server.audit.AuditLog;
import io.knowfirst.server.audit.AuditQuery;
import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Who did what, when and from where. */
final class AuditPage implements ConsolePage {
  private static final PageHead HEAD = PageHead.of("audit", Role.OPERATOR, Role.PRIVACY);
  private static final int ROWS = 100;
  private static final int LONGEST = 300;
  private static final List<String> FILTERS = List.of("who", "what", "subject", "from", "until");

  private final AuditLog audit;

  AuditPage(AuditLog audit) {
    this.audit = audit;
  }

  /**
   * A page of the audit.
   *
   * @param request with the filters as they stand in the form
   * @param query of this page, without where it begins
   * @param exported the same with moments in place of days, which begin on the shop's clock
   * @param problem why a filter does not hold; empty for nothing
   * @param older number of the row after which the next page begins; null for none
   */
  record Model(
      List<AuditEvent> events,
      ConsoleRequest request,
      String query,
      String exported,
      String problem,
      @Nullable Long older) {
    String value(String filter) {
      return request.field(filter);
    }

    String olderQuery() {
      return query + (query.isEmpty() ? "" : "&") + "before=" + older;
    }

    String export(String format) {
      return "../v1/audit?format=" + format + (exported.isEmpty() ? "" : "&" + exported);
    }

    static String change(AuditEvent event) {
      return event.before() == null && event.after() == null
          ? "–"
          : shortened(event.before()) + " → " + shortened(event.after());
    }

    /** All that was done to the same. */
    static String about(AuditEvent event) {
      return Addresses.of("audit", "", "subject", event.subject());
    }

    private static String shortened(@Nullable String hash) {
      return hash == null ? "–" : hash.substring(0, Math.min(10, hash.length()));
    }
  }

  @Override
  public PageHead head() {
    return HEAD;
  }

  @Override
  public Future<View> show(ConsoleRequest request) {
    try {
      return show(request, query(request), "");
    } catch (IllegalArgumentException wrong) {
      var all = new AuditQuery(null, null, null, null, null, null, ROWS + 1);
      return show(request, all, String.valueOf(wrong.getMessage()));
    }
  }

  private Future<View> show(ConsoleRequest request, AuditQuery query, String problem) {
    return audit
        .page(query)
        .map(
            events -> {
              boolean more = events.size() > ROWS;
              var shown = more ? events.subList(0, ROWS) : events;
              return View.of(
                  "audit.jte",
                  new Model(
                      shown,
                      request,
                      problem.isEmpty() ? encoded(request::field) : "",
                      encoded(filter -> exported(request, query, filter)),
                      problem,
                      more ? shown.get(ROWS - 1).seq() : null));
            });
  }

  private static AuditQuery query(ConsoleRequest request) {
    var from = AskedDay.of(request, "from");
    var until = AskedDay.of(request, "until");
    var before = request.field("before");
    return new AuditQuery(
        text(request.field("who")),
        text(request.field("what")),
        text(request.field("subject")),
        from == null ? null : begin(request, from),
        until == null ? null : begin(request, until.plusDays(1)),
        before.matches("[0-9]{1,18}") ? Long.valueOf(before) : null,
        ROWS + 1);
  }

  private static @Nullable String text(String field) {
    return field.isEmpty() || field.length() > LONGEST || field.indexOf('\0') >= 0 ? null : field;
  }

  private static Instant begin(ConsoleRequest request, LocalDate day) {
    return day.atStartOfDay(request.zone()).toInstant();
  }

  private static String exported(ConsoleRequest request, AuditQuery query, String filter) {
    return switch (filter) {
      case "from" -> query.from() == null ? "" : query.from().toString();
      case "until" -> query.until() == null ? "" : query.until().toString();
      default -> request.field(filter);
    };
  }

  private static String encoded(UnaryOperator<String> filters) {
    var parts = new ArrayList<String>();
    for (var filter : FILTERS) {
      var value = filters.apply(filter);
      if (!value.isEmpty()) {
        parts.add(filter + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
      }
    }
    return String.join("&", parts);
  }
}
