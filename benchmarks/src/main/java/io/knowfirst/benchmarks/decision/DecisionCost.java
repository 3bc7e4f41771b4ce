package io.knowfirst.benchmarks.decision;

import com.fasterxml.jackson.core.JsonFactory;
import io.knowfirst.benchmarks.rules.Loop;
import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.facts.Item;
import io.knowfirst.rules.facts.Placement;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.catalogue.Assortment;
import io.knowfirst.server.decide.ActiveRules;
import io.knowfirst.server.decide.Decided;
import io.knowfirst.server.decide.DecisionPath;
import io.knowfirst.server.decide.Explanation;
import io.knowfirst.server.decide.Known;
import io.knowfirst.server.decide.Situation;
import io.knowfirst.server.decide.assignment.Experiments;
import io.knowfirst.server.model.Context;
import io.knowfirst.server.model.DecisionRequest;
import io.knowfirst.server.model.Event;
import io.knowfirst.server.model.Product;
import io.knowfirst.server.profile.Profile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Prints what a decision of the example shop for two placements costs without HTTP: from a profile
 * of 50 events, or as many as the argument says, to the answer, without and with products to
 * recommend, and to write why it was made; in processor time of the thread:
 *
 * <pre>
 * java -Xmx2g -cp benchmarks/target/classes:server/target/knowfirst.jar \
 *   io.knowfirst.benchmarks.decision.DecisionCost
 * </pre>
 */
public final class DecisionCost {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int VISITORS = 2_000;
  private static final int EVENTS = 50;
  private static final int TWO_YEARS = 2 * 365 * 24;
  private static final int ROUNDS = 7;
  private static final int CALLS = 20_000;
  private static final int PRODUCTS = 500;
  private static final String[] CATEGORIES = {
    "apparel.trousers.jeans", "apparel.trousers.chinos", "apparel.shoes.casual",
    "electronics.smartphone", "construction.tools.drill", "sport.golf.clubs",
    "computers.notebook", "appliances.kitchen.washer", "furniture.living_room.sofa",
    "electronics.audio.headphone"
  };

  private DecisionCost() {}

  public static void main(String[] args) {
    int events = args.length == 0 ? EVENTS : Integer.parseInt(args[0]);
    var now = Instant.now();
    var rules = ActiveRules.of(RuleBase.of(RuleFolder.example()));
    var folder = rules.base().folder();
    var experiments = Experiments.of(folder.experiments().values());
    var places =
        List.of(folder.placements().get("home-hero"), folder.placements().get("recommendations"));
    var path = new DecisionPath(Duration.ofSeconds(2), exposure -> "");
    for (var assortment : List.of(Assortment.EMPTY, assortment())) {
      var situations = situations(places, now, events, rules, experiments, assortment);
      var decided = situations.stream().map(path::decide).toList();
      System.out.printf("%d products%n", assortment.size());
      print("decide", Loop.of(ROUNDS, CALLS, i -> path.decide(situations.get(i % VISITORS))));
      print("write the reasons", Loop.of(ROUNDS, CALLS, i -> write(decided.get(i % VISITORS))));
    }
  }

  private static List<Situation> situations(
      List<Placement> places,
      Instant now,
      int events,
      ActiveRules rules,
      Experiments experiments,
      Assortment assortment) {
    return IntStream.range(0, VISITORS)
        .mapToObj(
            visitor ->
                new Situation(
                    "d-" + visitor,
                    request(visitor, places, now),
                    Known.of(profile(visitor, events, now), now),
                    rules,
                    experiments,
                    assortment))
        .toList();
  }

  private static Assortment assortment() {
    var random = new Random(PRODUCTS);
    return Assortment.of(
        IntStream.range(0, PRODUCTS)
            .mapToObj(
                i ->
                    new Product(
                        "p" + i,
                        "Product " + i,
                        CATEGORIES[i % CATEGORIES.length],
                        20 + random.nextInt(100),
                        1 + random.nextInt(3),
                        Map.of(),
                        Map.of("brand", List.of("b" + random.nextInt(9))),
                        null,
                        null))
            .toList(),
        1);
  }

  private static void print(String what, Loop loop) {
    System.out.printf(
        "%s: %.1f µs, best %.1f, worst %.1f%n", what, loop.median(), loop.best(), loop.worst());
  }

  private static void write(Decided decided) {
    var bytes = new ByteArrayOutputStream(2_048);
    try (var json = JSON.createGenerator(bytes)) {
      for (var placed : decided.decision().placements()) {
        json.writeStartObject();
        Explanation.writeReason(json, placed.reason(), decided.decision().at());
        json.writeEndObject();
      }
    } catch (IOException impossibleInMemory) {
      throw new UncheckedIOException(impossibleInMemory);
    }
  }

  private static DecisionRequest request(int visitor, List<Placement> places, Instant now) {
    var context =
        new Context(
            new Context.Page("home", null, null, "/"),
            null,
            Map.of(),
            null,
            new Context.Geo("DE", null, "Leipzig"),
            new Context.Device("mobile", null, null),
            null,
            null);
    return new DecisionRequest("v" + visitor, "web", places, context, List.of(), now);
  }

  private static Profile profile(int visitor, int most, Instant now) {
    var random = new Random(visitor);
    var events = new ArrayList<Event>();
    long hours = Math.min(28, TWO_YEARS / most);
    var longAgo = now.minus(Duration.ofHours(hours * most + 40));
    var purposes = Map.of(RuleFolder.PERSONALIZATION, true);
    events.add(event("c", Event.Type.CONSENT, visitor, longAgo, List.of(), Map.of(), purposes));
    var traits = Map.<String, Object>of("age", 18 + visitor % 60, "household", "family");
    events.add(event("i", Event.Type.IDENTIFY, visitor, longAgo, List.of(), traits, Map.of()));
    for (int i = events.size(); i < most; i++) {
      var category = CATEGORIES[(visitor + (random.nextInt(3) == 0 ? random.nextInt(10) : 0)) % 10];
      var item = new Item("p" + random.nextInt(500), category, "b", null, null, 20, 1);
      var at = longAgo.plus(Duration.ofHours(i * hours));
      events.add(event("e" + i, Event.Type.TRACK, visitor, at, List.of(item), Map.of(), Map.of()));
    }
    return Profile.of("v" + visitor, events);
  }

  private static Event event(
      String id,
      Event.Type type,
      int visitor,
      Instant at,
      List<Item> items,
      Map<String, Object> values,
      Map<String, Boolean> purposes) {
    var name =
        type != Event.Type.TRACK ? "" : id.endsWith("5") ? "Order Completed" : "Product Viewed";
    return new Event(id, type, name, "v" + visitor, null, at, at, items, values, purposes, null);
  }
}
