package io.knowfirst.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import io.knowfirst.server.feeds.FeedFault;
import io.knowfirst.server.feeds.FeedKind;
import io.knowfirst.server.feeds.FeedRecord;
import io.knowfirst.server.profile.Receipt;
import io.knowfirst.server.quality.DataQuality;
import io.knowfirst.server.quality.Kind;
import io.knowfirst.server.wire.Fault;
import io.knowfirst.server.wire.Notes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What came of a feed so far. */
final class FeedReport {
  private final Set<String> ignored = new TreeSet<>();
  private final List<Fault> faults = new ArrayList<>();
  private int records;
  private int rejected;
  private int accepted;
  private int duplicates;
  private int withheld;
  private int repeatedOrders;
  private int unknownOrders;

  void reject(List<FeedRecord> group, FeedFault fault) {
    var field = fault.field().isEmpty() ? "" : "/" + fault.field();
    reject(
        group,
        new Fault(
            group.get(0).line(), field, fault.value(), fault.expected(), fault.advice(), null));
  }

  void reject(List<FeedRecord> group, Fault fault) {
    rejected += group.size();
    faults.add(fault);
  }

  /** One record, or a group of them, and what became of its events. */
  void took(int size, List<Receipt> receipts) {
    if (receipts.stream().anyMatch(Receipt::isWithheld)) {
      withheld += size;
    } else if (receipts.stream().allMatch(Receipt::isDuplicate)) {
      duplicates += size;
    } else {
      accepted += size;
    }
    repeatedOrders += count(receipts, Receipt.Status.ORDER_REPEATED);
    unknownOrders += count(receipts, Receipt.Status.ORDER_UNKNOWN);
  }

  private static int count(List<Receipt> receipts, Receipt.Status status) {
    return (int) receipts.stream().filter(receipt -> receipt.status() == status).count();
  }

  /** What is to be said of orders that were taken. */
  void remark(Notes notes) {
    if (repeatedOrders > 0) {
      notes.remark(
          "order-repeated",
          "%d orders were known by another event, and count once as they were told first. Maybe the lines of an order stand apart, or a changed order lacks its updated_at."
              .formatted(repeatedOrders));
    }
    if (unknownOrders > 0) {
      notes.remark(
          "order-unknown",
          "%d changes are of orders that their customers have not placed, and count once they have. Maybe load orders before returns."
              .formatted(unknownOrders));
    }
  }

  void changed(boolean changed) {
    accepted += changed ? 1 : 0;
    duplicates += changed ? 0 : 1;
  }

  void records(int number) {
    records = number;
  }

  void accept(int number) {
    accepted += number;
  }

  /** Takes the columns that nothing reads. */
  Set<String> ignored() {
    return ignored;
  }

  /** Counts what was refused, for whoever looks after the feed. */
  void count(DataQuality quality, FeedKind kind, String key) {
    for (var fault : faults) {
      quality.count(
          Kind.REFUSED_RECORD,
          "%s: %s, expected %s".formatted(kind.word(), fault.pointer(), fault.expected()),
          key);
    }
  }

  void write(JsonGenerator json, FeedKind kind, boolean dryRun, Notes notes) throws IOException {
    json.writeStartObject();
    json.writeStringField("feed", kind.word());
    json.writeBooleanField("dryRun", dryRun);
    json.writeNumberField("records", records);
    json.writeNumberField("accepted", accepted);
    json.writeNumberField("duplicates", duplicates);
    json.writeNumberField("withheld", withheld);
    json.writeNumberField("rejected", rejected);
    json.writeArrayFieldStart("ignoredColumns");
    for (var column : ignored) {
      json.writeString(column);
    }
    json.writeEndArray();
    json.writeFieldName("errors");
    Answers.faults(json, faults);
    notes.write(json);
    json.writeEndObject();
  }
}
