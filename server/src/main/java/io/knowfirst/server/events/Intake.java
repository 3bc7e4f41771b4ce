package io.knowfirst.server.events;

import io.knowfirst.server.model.Event;
import io.knowfirst.server.profile.Events;
import io.knowfirst.server.profile.Receipt;
import io.knowfirst.server.quality.DataQuality;
import io.knowfirst.server.quality.Kind;
import io.knowfirst.server.quality.SeenNames;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The one door by which events come in: what may be stored is committed, folded into profiles,
 * exposures counted; only then acknowledged.
 */
public final class Intake {
  private final StoragePolicy policy;
  private final Events events;
  private final Exposures exposures;
  private final BudgetCounts budgets;
  private final DataQuality quality;
  private final SeenNames names;
  private final ExposureListener listener;

  public Intake(
      StoragePolicy policy,
      Events events,
      Exposures exposures,
      BudgetCounts budgets,
      DataQuality quality,
      ExposureListener listener) {
    this.policy = policy;
    this.events = events;
    this.exposures = exposures;
    this.budgets = budgets;
    this.quality = quality;
    this.names = new SeenNames(quality);
    this.listener = listener;
  }

  /** One receipt for each event, in order; fails with StoreUnavailable when PostgreSQL is away. */
  public Future<List<Receipt>> accept(List<Event> batch) {
    return policy.apply(batch).compose(allowed -> store(batch, allowed));
  }

  private Future<List<Receipt>> store(List<Event> batch, List<@Nullable Event> allowed) {
    var stored = allowed.stream().filter(Objects::nonNull).map(Objects::requireNonNull).toList();
    return events
        .accept(stored)
        .compose(
            receipts -> {
              report(stored, receipts);
              return exposures.count(stored).map(counted -> receipts);
            })
        .compose(receipts -> budgets.confirm(batch).map(receipts))
        .map(receipts -> tell(batch, receipts(batch, allowed, receipts)));
  }

  private List<Receipt> tell(List<Event> batch, List<Receipt> receipts) {
    for (int i = 0; i < receipts.size(); i++) {
      var event = batch.get(i);
      if (event.type() == Event.Type.EXPOSURE) {
        switch (receipts.get(i).status()) {
          case ACCEPTED, WITHHELD -> listener.onExposure(event);
          case DUPLICATE, ORDER_REPEATED, ORDER_UNKNOWN, ORDER_NOT_NAMED, ERASED -> {}
        }
      }
    }
    return receipts;
  }

  private void report(List<Event> stored, List<Receipt> receipts) {
    for (int i = 0; i < receipts.size(); i++) {
      if (receipts.get(i).status() == Receipt.Status.ACCEPTED) {
        names.see(stored.get(i));
      }
      switch (receipts.get(i).status()) {
        case ORDER_REPEATED -> quality.count(Kind.REPEATED_ORDER, stored.get(i).name());
        case ORDER_UNKNOWN, ORDER_NOT_NAMED ->
            quality.count(Kind.UNKNOWN_ORDER, stored.get(i).name());
        case ACCEPTED, DUPLICATE, WITHHELD, ERASED -> {}
      }
    }
  }

  private static List<Receipt> receipts(
      List<Event> batch, List<@Nullable Event> allowed, List<Receipt> receipts) {
    if (receipts.size() == batch.size()) {
      return receipts;
    }
    var all = new ArrayList<Receipt>(batch.size());
    int next = 0;
    for (int i = 0; i < batch.size(); i++) {
      all.add(
          allowed.get(i) == null
              ? new Receipt(batch.get(i).id(), Receipt.Status.WITHHELD)
              : receipts.get(next++));
    }
    return all;
  }
}
