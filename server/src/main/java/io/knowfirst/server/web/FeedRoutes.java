package io.knowfirst.server.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.knowfirst.server.feeds.FeedFault;
import io.knowfirst.server.feeds.FeedKind;
import io.knowfirst.server.feeds.FeedReader;
import io.knowfirst.server.feeds.FeedRecord;
import io.knowfirst.server.model.Event;
import io.knowfirst.server.wire.At;
import io.knowfirst.server.wire.EventClock;
import io.knowfirst.server.wire.EventReader;
import io.knowfirst.server.wire.Fault;
import io.knowfirst.server.wire.Faults;
import io.knowfirst.server.wire.IdentifiedVisitor;
import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Takes in records of other systems: what is right of them is taken, the rest told by its line. */
final class FeedRoutes {
  /** Of one request, in bytes and in records; a larger feed comes in parts. */
  private static final int BYTES = 2 << 20;

  private static final int MOST = 1_000;
  private static final Set<String> TYPES =
      Set.of("application/x-ndjson", "application/ndjson", "application/jsonl", "text/csv");

  private final Services services;
  private final EventReader reader;

  FeedRoutes(Services services, EventReader reader) {
    this.services = services;
    this.reader = reader;
  }

  /** Records that are one, with the events that they become. */
  private record Group(int size, List<Event> events) {}

  void take(RoutingContext context) {
    var caller = Gate.caller(context);
    var kind =
        FeedKind.of(Objects.requireNonNullElse(context.pathParam("feed"), ""))
            .orElseThrow(
                () ->
                    new Refused(
                        Problem.notFound(
                            "There is no such feed, expected one of %s."
                                .formatted(FeedKind.words()))));
    var options = FeedOptions.of(context.queryParams(), kind.word());
    Body.bytes(context, TYPES, BYTES)
        .map(FeedRoutes::records)
        .compose(
            records -> {
              var report = new FeedReport();
              report.records(records.size());
              var asker = IdentifiedVisitor.trusted(caller);
              var groups = groups(kind, records, options, report);
              var done =
                  switch (kind) {
                    case PRODUCTS -> new ProductFeeds(services).products(groups, options, report);
                    case PRICES -> new ProductFeeds(services).prices(groups, options, report);
                    case STOCK -> new ProductFeeds(services).stock(groups, options, report);
                    default -> events(kind, groups, options, asker, report);
                  };
              return done.onSuccess(
                  took -> {
                    report.remark(asker.notes());
                    asker.notes().report(services.quality(), caller.id());
                    if (!options.dryRun()) {
                      report.count(services.quality(), kind, caller.id());
                    }
                    Answers.json(
                        context,
                        200,
                        json -> report.write(json, kind, options.dryRun(), asker.notes()));
                  });
            })
        .onFailure(context::fail);
  }

  private static List<FeedRecord> records(byte[] body) {
    var records = new ArrayList<FeedRecord>();
    var text = new InputStreamReader(new ByteArrayInputStream(body), StandardCharsets.UTF_8);
    try {
      var feed = new FeedReader(text);
      for (var next = feed.next(); next != null; next = feed.next()) {
        records.add(next);
        if (records.size() > MOST) {
          throw Refused.body(
              new Fault(
                  "",
                  "more records",
                  "at most " + MOST + " records",
                  "Maybe send it in parts, or by knowfirst import feed."));
        }
      }
    } catch (IOException broken) {
      throw new Refused(Problem.badRequest(String.valueOf(broken.getMessage())));
    }
    if (records.isEmpty()) {
      throw Refused.body(
          new Fault("", "no records", "a table with a head, or JSON objects on lines", null));
    }
    return records;
  }

  /** The records that are right, those that are one together: of an order all lines, or none. */
  private static List<List<FeedRecord>> groups(
      FeedKind kind, List<FeedRecord> records, FeedOptions options, FeedReport report) {
    var groups = new LinkedHashMap<String, List<FeedRecord>>();
    var wrong = new HashMap<String, Long>();
    for (var record : records) {
      var key = "line " + record.line();
      try {
        if (record.fields() == null) {
          throw Objects.requireNonNull(record.fault());
        }
        var named = options.mapping().named(kind, record.fields(), report.ignored());
        if (kind.group() != null && named.has(kind.group())) {
          key = named.get(kind.group()).asText().strip();
        }
        var fields = options.mapping().read(kind, named);
        var group = groups.computeIfAbsent(key, k -> new ArrayList<>());
        group.add(new FeedRecord(record.line(), fields, null));
      } catch (FeedFault fault) {
        wrong.putIfAbsent(key, record.line());
        report.reject(List.of(record), fault);
      }
    }
    wrong.forEach(
        (key, line) -> {
          var others = groups.remove(key);
          if (others != null) {
            report.reject(
                others,
                new FeedFault(
                    Objects.requireNonNull(kind.group()),
                    key,
                    "one whose lines are all right",
                    "Maybe mend line " + line + " first."));
          }
        });
    return List.copyOf(groups.values());
  }

  private Future<Void> events(
      FeedKind kind,
      List<List<FeedRecord>> groups,
      FeedOptions options,
      IdentifiedVisitor asker,
      FeedReport report) {
    var taken = new ArrayList<Group>();
    for (var group : groups) {
      try {
        var records = group.stream().map(FeedRecord::fields).map(ObjectNode.class::cast).toList();
        var events = read(options.events().of(kind, records), group, asker, report);
        if (!events.isEmpty()) {
          taken.add(new Group(group.size(), events));
        }
      } catch (FeedFault fault) {
        report.reject(group, fault);
      }
    }
    var all = taken.stream().flatMap(group -> group.events().stream()).toList();
    if (options.dryRun() || all.isEmpty()) {
      taken.forEach(group -> report.accept(group.size()));
      return Future.succeededFuture();
    }
    return services
        .intake()
        .apply(all)
        .map(
            receipts -> {
              int next = 0;
              for (var group : taken) {
                int end = next + group.events().size();
                report.took(group.size(), receipts.subList(next, end));
                next = end;
              }
              return null;
            });
  }

  /** All events of a group, or none, and its first fault. */
  private List<Event> read(
      List<ObjectNode> trees, List<FeedRecord> group, IdentifiedVisitor asker, FeedReport report) {
    var events = new ArrayList<Event>();
    for (var tree : trees) {
      var faults = new Faults(1);
      var clock = new EventClock(services.clock().instant());
      var event = reader.read(tree, At.ROOT, faults, asker.notes(), asker, null, clock);
      if (event == null) {
        var fault = faults.list().get(0);
        report.reject(
            group,
            new Fault(
                group.get(0).line(),
                fault.pointer(),
                fault.value(),
                fault.expected(),
                fault.advice(),
                null));
        return List.of();
      }
      events.add(event);
    }
    return events;
  }
}
