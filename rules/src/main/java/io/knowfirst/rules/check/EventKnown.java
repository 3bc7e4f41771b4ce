package io.knowfirst.rules.check;

import io.knowfirst.rules.facts.Behaviour;
import io.knowfirst.rules.facts.Did;
import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.MetricFile;
import io.knowfirst.rules.folder.MetricFile.MetricAmount;
import io.knowfirst.rules.folder.StandardEvents;
import io.knowfirst.rules.folder.Whereabouts.FolderPart;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Events that do not come by the name, or not with the property, that is asked for. KF223: a Did of
 * an event that becomes another fact, or is written otherwise. KF224: a metric or goal that never
 * counts.
 */
final class EventKnown implements Advice {
  /** Events that become other facts, and what to ask for instead. */
  private static final Map<String, String> OTHER_FACTS =
      Map.of(
          "Order Completed", "Bought(category == \"…\") or Visitor(purchases >= 1)",
          "Product Viewed", "Viewed(category == \"…\") or Visit(products >= 1)",
          "Product Added", "InCart(category == \"…\") or Visit(cartAdditions >= 1)",
          "Product Removed", "Visit(cartRemovals >= 1)",
          "Products Searched", "Searched(term == \"…\") or Visit(searches >= 1)",
          "Email Opened", "Email(opens >= 1)",
          "Email Link Clicked", "Email(clicks >= 1)");

  /** Of these a Did tells the properties. */
  private static final Set<String> OF_PROPERTIES =
      Set.of(Behaviour.EMAIL_OPENED, Behaviour.EMAIL_CLICKED);

  private static final Map<String, String> NO_TRACK =
      Map.of(
          "page", "Page(type == \"…\") or Visit(pages >= 1)",
          "screen", "Page(type == \"…\") or Visit(pages >= 1)",
          "identify", "Trait(name == \"…\") or Visitor(known == true)",
          "consent", "Consent(purpose == \"…\")",
          "exposure", "what the experiment itself counts",
          "group", "Trait(name == \"group.id\")",
          "alias", "Visitor(known == true)");

  private static final Set<String> OF_ORDERS =
      Set.of("revenue", "total", "subtotal", "tax", "shipping", "discount", "value");

  /** Properties of the specification that are no numbers. */
  private static final Set<String> TEXTS =
      Set.of("currency", "order_id", "coupon", "affiliation", "checkout_id", "cart_id", "category");

  @Override
  public void about(Survey survey, List<Finding> findings) {
    var names = names(survey);
    survey.all().forEach(rule -> did(rule.rule(), findings));
    for (var metric : survey.folder().metrics().values()) {
      var key = metric.kind() == MetricFile.ValueKind.FUNNEL ? "steps" : "event";
      metric
          .amounts()
          .forEach(
              amount -> {
                boolean per = amount.equals(metric.per());
                amount(
                    survey,
                    metric,
                    amount,
                    per ? "per" : key,
                    per ? "per" : "property",
                    names,
                    findings);
              });
    }
    for (var experiment : survey.folder().experiments().values()) {
      goal(survey, experiment, names, findings);
    }
  }

  /** The events that rules ask for, by their letters alone. */
  private static Map<String, String> names(Survey survey) {
    var names = new HashMap<String, String>();
    for (var rule : survey.all()) {
      rule.rule()
          .about()
          .reads()
          .getOrDefault(Did.class.getSimpleName(), Set.of())
          .forEach(event -> names.put(letters(event), event));
    }
    return names;
  }

  private static String letters(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }

  private static void did(ParsedRule rule, List<Finding> findings) {
    for (var fact : rule.logic().facts()) {
      if (fact.type() == Did.class) {
        fact.parts().stream()
            .flatMap(part -> part.comparisons().stream())
            .filter(one -> one.property().equals("event"))
            .filter(one -> one.operator().equals("==") || one.operator().equals("in"))
            .forEach(one -> did(rule, fact, one, findings));
      }
    }
  }

  private static void did(
      ParsedRule rule, AskedFact fact, LiteralComparison comparison, List<Finding> findings) {
    for (var value : comparison.values()) {
      var event = value.text() == null ? "" : value.text();
      boolean told = !fact.pattern().properties().isEmpty() && OF_PROPERTIES.contains(event);
      understood(event)
          .filter(name -> !told)
          .ifPresent(
              name ->
                  findings.add(
                      rule.warning(
                          comparison.at(),
                          "KF223",
                          "No Did has the event \"%s\": %s. Maybe %s.",
                          event,
                          becomes(name),
                          instead(name))));
    }
  }

  private static String becomes(String name) {
    return OTHER_FACTS.containsKey(name) || NO_TRACK.containsKey(name)
        ? name + " becomes another fact"
        : "it is kept as " + name;
  }

  private static String instead(String name) {
    return OTHER_FACTS.getOrDefault(
        name, NO_TRACK.getOrDefault(name, "Did(event == \"%s\")".formatted(name)));
  }

  /** The event that is meant by a name, where no Did has that name. */
  private static Optional<String> understood(String event) {
    return StandardEvents.named(event)
        .filter(name -> OTHER_FACTS.containsKey(name) || !name.equals(event))
        .or(
            () ->
                NO_TRACK.keySet().stream()
                    .filter(name -> letters(name).equals(letters(event)))
                    .findFirst());
  }

  private static void amount(
      Survey survey,
      MetricFile metric,
      MetricAmount amount,
      String eventKey,
      String propertyKey,
      Map<String, String> names,
      List<Finding> findings) {
    var never = "Metric \"%s\" never counts: ".formatted(metric.id());
    event(amount.event(), names)
        .ifPresent(
            why ->
                findings.add(
                    survey.warning(
                        FolderPart.METRIC, metric.id(), eventKey, "KF224", never + why)));
    var property = amount.property();
    if (property != null) {
      property(property)
          .ifPresent(
              why ->
                  findings.add(
                      survey.warning(
                          FolderPart.METRIC, metric.id(), propertyKey, "KF224", never + why)));
    }
  }

  private static void goal(
      Survey survey, ExperimentFile experiment, Map<String, String> names, List<Finding> findings) {
    var bandit = experiment.bandit();
    if (bandit != null) {
      event(bandit.goal(), names)
          .ifPresent(
              why ->
                  findings.add(
                      survey.warning(
                          FolderPart.EXPERIMENT,
                          experiment.id(),
                          "goal",
                          "KF224",
                          "Experiment \"%s\" never reaches its goal: %s",
                          experiment.id(),
                          why)));
    }
  }

  private static Optional<String> event(String event, Map<String, String> names) {
    if (NO_TRACK.containsKey(event.toLowerCase(Locale.ROOT))) {
      return Optional.of(
          "%s is no track event, expected the name of one. Maybe Order Completed."
              .formatted(event));
    }
    var standard = StandardEvents.named(event);
    if (standard.isPresent()) {
      return standard
          .filter(name -> !name.equals(event))
          .map(
              name ->
                  "events called \"%s\" are kept as \"%s\". Maybe \"%2$s\"."
                      .formatted(event, name));
    }
    var name = names.get(letters(event));
    return name == null || name.equals(event)
        ? Optional.empty()
        : Optional.of(
            "no event is called \"%s\". Maybe \"%s\": names are told apart by capitals and blanks."
                .formatted(event, name));
  }

  private static Optional<String> property(String property) {
    if (property.equals(MetricFile.ITEMS_VALUE) || property.equals(MetricFile.ITEMS_QUANTITY)) {
      return Optional.empty();
    }
    var last = property.substring(property.lastIndexOf('.') + 1);
    var small = last.toLowerCase(Locale.ROOT);
    boolean ofItems =
        property.toLowerCase(Locale.ROOT).matches("(?:properties\\.)?(?:products|items)\\b.*");
    if (ofItems) {
      return Optional.of(
          "no event has the property \"%s\". Maybe %s, which adds up its products."
              .formatted(
                  property,
                  small.contains("quantity") ? MetricFile.ITEMS_QUANTITY : MetricFile.ITEMS_VALUE));
    }
    if (TEXTS.contains(small)) {
      return Optional.of(
          "the property \"%s\" is a text, expected a number. Maybe revenue, or kind: count."
              .formatted(property));
    }
    var known = OF_ORDERS.contains(small) ? small : last;
    return property.equals(known) || (!property.contains(".") && !OF_ORDERS.contains(small))
        ? Optional.empty()
        : Optional.of("no event has the property \"%s\". Maybe \"%s\".".formatted(property, known));
  }
}
