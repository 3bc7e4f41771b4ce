package io.knowfirst.server.events;

import io.knowfirst.rules.facts.Item;
import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.rules.folder.MetricFile;
import io.knowfirst.rules.folder.MetricFile.MetricAmount;
import io.knowfirst.rules.folder.Privacy.WithoutConsent;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.model.Event;
import io.knowfirst.server.profile.Profile;
import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What of an event may be stored of a visitor who has granted no purpose, as the shop says in
 * {@code shop.yaml}. Consent that comes with an event's own batch counts for the whole batch.
 */
public final class StoragePolicy {
  /** What happens to an order is measured whatever metrics are there. */
  private static final Set<String> ORDERS =
      Set.of("Order Completed", "Order Updated", "Order Refunded", "Order Cancelled");

  private final Supplier<RuleFolder> rules;
  private final Supplier<Set<String>> goals;
  private final Function<String, Future<Profile>> profiles;

  /**
   * @param rules in force
   * @param goals of all experiments, also those that no file of the rules has
   * @param profiles finds what a visitor has granted
   */
  public StoragePolicy(
      Supplier<RuleFolder> rules,
      Supplier<Set<String>> goals,
      Function<String, Future<Profile>> profiles) {
    this.rules = rules;
    this.goals = goals;
    this.profiles = profiles;
  }

  /**
   * What is to be stored in the place of each event; null in the place of one that is not. Fails
   * with StoreUnavailable where it cannot be told what a visitor has granted.
   */
  Future<List<@Nullable Event>> apply(List<Event> batch) {
    var found = new HashMap<String, Future<Profile>>();
    for (var event : batch) {
      found.computeIfAbsent(event.visitor(), profiles);
      var anonymous = event.anonymous();
      if (anonymous != null && event.type() == Event.Type.IDENTIFY) {
        found.computeIfAbsent(anonymous, profiles);
      }
    }
    return Future.all(List.copyOf(found.values()))
        .recover(away -> Future.failedFuture(new StoreUnavailable("Consents cannot be read", away)))
        .map(all -> apply(batch, found));
  }

  private List<@Nullable Event> apply(List<Event> batch, Map<String, Future<Profile>> found) {
    var granted = new HashMap<String, Map<String, Boolean>>();
    var now =
        batch.stream().map(Event::received).max(Comparator.naturalOrder()).orElse(Instant.MAX);
    found.forEach(
        (visitor, profile) -> granted.put(root(visitor, found), grants(profile.result(), now)));
    batch.stream()
        .sorted(Comparator.comparing(Event::at))
        .forEach(
            event ->
                granted
                    .computeIfAbsent(root(event.visitor(), found), root -> new HashMap<>())
                    .putAll(event.purposes()));
    var folder = rules.get();
    var stored = new ArrayList<@Nullable Event>(batch.size());
    for (var event : batch) {
      var own = granted.getOrDefault(root(event.visitor(), found), Map.of());
      var anonymous = event.type() == Event.Type.IDENTIFY ? event.anonymous() : null;
      var before =
          anonymous != null && own.isEmpty()
              ? granted.getOrDefault(root(anonymous, found), Map.of())
              : Map.<String, Boolean>of();
      boolean any = own.containsValue(true) || before.containsValue(true);
      // Of who was erased, the table refuses everything, and the receipt says so.
      boolean all = any || isErased(event.visitor(), found);
      stored.add(all ? event : withoutConsent(event, folder));
    }
    return stored;
  }

  private static String root(String visitor, Map<String, Future<Profile>> found) {
    var profile = found.get(visitor);
    return profile == null ? visitor : profile.result().visitor();
  }

  private static boolean isErased(String visitor, Map<String, Future<Profile>> found) {
    var profile = found.get(visitor);
    return profile != null && profile.result().isErased();
  }

  private static Map<String, Boolean> grants(Profile profile, Instant now) {
    var grants = new HashMap<String, Boolean>();
    profile.consents().forEach((purpose, grant) -> grants.put(purpose, grant.holds(now)));
    return grants;
  }

  private @Nullable Event withoutConsent(Event event, RuleFolder folder) {
    if (event.type() == Event.Type.RESET) {
      return event;
    }
    if (folder.privacy().consent() == WithoutConsent.MEASURED) {
      if (event.type() == Event.Type.EXPOSURE) {
        return event;
      }
      if (event.type() == Event.Type.IDENTIFY && event.anonymous() != null) {
        return event.identityOnly();
      }
      if (event.type() == Event.Type.TRACK && measured(folder).contains(event.name())) {
        return event.measuredOnly(amounts(event, folder), pieces(event));
      }
    }
    return event.purposes().isEmpty() || event.isRefusedByBrowserOnly()
        ? null
        : event.consentOnly();
  }

  /** The events that any experiment may be measured by. */
  private Set<String> measured(RuleFolder folder) {
    var names = new HashSet<>(ORDERS);
    names.addAll(goals.get());
    folder.metrics().values().stream()
        .flatMap(MetricFile::amounts)
        .forEach(amount -> names.add(amount.event()));
    folder.experiments().values().stream()
        .map(ExperimentFile::bandit)
        .forEach(
            bandit -> {
              if (bandit != null) {
                names.add(bandit.goal());
              }
            });
    return names;
  }

  private static Map<String, Object> amounts(Event event, RuleFolder folder) {
    var kept = new HashMap<String, Object>();
    keep(event, Event.ORDER_ID, kept);
    for (MetricFile metric : folder.metrics().values()) {
      metric.amounts().forEach(amount -> keep(event, amount, kept));
    }
    return kept;
  }

  private static void keep(Event event, MetricAmount amount, Map<String, Object> kept) {
    if (amount.property() != null) {
      keep(event, amount.property(), kept);
    }
  }

  private static void keep(Event event, String property, Map<String, Object> kept) {
    var value = event.values().get(property);
    if (value != null) {
      kept.put(property, value);
    }
  }

  private static List<Item> pieces(Event event) {
    return event.items().stream()
        .map(item -> new Item("", "", null, null, null, item.price(), item.quantity()))
        .toList();
  }
}
