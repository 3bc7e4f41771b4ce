package io.knowfirst.server.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.knowfirst.server.access.Role;
import io.knowfirst.server.audit.AuditLog;
import io.knowfirst.server.wire.Text;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is stored of a visitor: who asks for it is kept in the audit first. */
final class VisitorsPage implements ConsolePage {
  private static final PageHead HEAD = PageHead.of("visitors", Role.PRIVACY).withForms();
  private static final String HOLDOUT = "holdout";
  private static final String HELD = HOLDOUT + ":";
  private final VisitorSources visitors;
  private final AuditLog audit;
  private final InstantSource clock;

  VisitorsPage(VisitorSources visitors, AuditLog audit, InstantSource clock) {
    this.visitors = visitors;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Something that is known.
   *
   * @param days how old it is
   * @param event by which it became known; empty where none is named
   */
  record Known(String name, String value, @Nullable Instant at, long days, String event) {}

  /** A kind of event, with its first and its last. */
  record Happened(String type, String name, long count, Instant first, Instant last) {}

  /**
   * A visitor.
   *
   * @param asked whose id was asked for; empty for nobody's
   * @param summary null where nothing is stored
   * @param timeline the latest first; null where nobody asked for it
   * @param mayPreview whether this person may see what would be decided for them
   */
  record Model(
      String asked,
      @Nullable ObjectNode summary,
      @Nullable List<VisitorTimeline.Moment> timeline,
      boolean mayPreview,
      Instant now) {
    /** Null where nothing says when. */
    @Nullable Instant firstSeen() {
      return summary == null ? null : time(summary, "firstSeen");
    }

    List<Known> ids() {
      return each("ids").map(one -> known(one.path("id").asText(), "", one, "since")).toList();
    }

    List<Known> traits() {
      return fields("traits")
          .map(
              one -> {
                var values = new ArrayList<String>();
                one.getValue().path("values").forEach(value -> values.add(value.asText()));
                return known(one.getKey(), String.join(", ", values), one.getValue(), "at");
              })
          .toList();
    }

    List<Known> consents(Frame frame) {
      return fields("consents")
          .map(
              one ->
                  known(
                      new FactWords(frame.texts()).purpose(one.getKey()),
                      answer(frame, one.getValue()),
                      one.getValue(),
                      "at"))
          .toList();
    }

    /** What was answered, who asked, and until when it holds. */
    private static String answer(Frame frame, JsonNode consent) {
      var parts = new ArrayList<>(List.of(frame.t("visitors.granted." + consent.path("granted"))));
      if (consent.hasNonNull("source")) {
        parts.add(consent.path("source").asText());
      }
      var until = time(consent, "until");
      if (until != null) {
        parts.add(frame.t("visitors.consent.until", frame.time(until)));
      }
      return String.join(", ", parts);
    }

    List<VisitorKnowledge.Topic> topics(Frame frame) {
      return summary == null ? List.of() : VisitorKnowledge.topics(frame, summary);
    }

    List<VisitorKnowledge.Kept> withheld(Frame frame) {
      return summary == null ? List.of() : VisitorKnowledge.withheld(frame, summary);
    }

    /** By name, each with the rule that says so. */
    List<Known> segments() {
      return each("segments")
          .map(
              one ->
                  new Known(one.path("segment").asText(), one.path("rule").asText(), null, 0, ""))
          .sorted(Comparator.comparing(Known::name))
          .toList();
    }

    List<Known> assignments(Frame frame) {
      return fields("assignments")
          .map(
              one -> {
                var variation = one.getValue().path("variation").asText();
                boolean holdout = one.getKey().equals(HOLDOUT) || one.getKey().startsWith(HELD);
                return known(
                    holdout ? holdout(frame, one.getKey()) : one.getKey(),
                    holdout ? frame.texts().getOr("arm." + variation, variation) : variation,
                    one.getValue(),
                    "since");
              })
          .toList();
    }

    private static String holdout(Frame frame, String id) {
      return id.equals(HOLDOUT)
          ? frame.t("holdout.all")
          : frame.t("holdout.campaign", id.substring(HELD.length()));
    }

    /** The latest first. */
    List<Happened> events() {
      return each("events")
          .map(
              one ->
                  new Happened(
                      one.path("type").asText(),
                      one.path("name").asText(),
                      one.path("count").asLong(),
                      Instant.parse(one.path("first").asText()),
                      Instant.parse(one.path("last").asText())))
          .sorted(Comparator.comparing(Happened::last).reversed())
          .toList();
    }

    String kind(Frame frame, Happened event) {
      return new FactWords(frame.texts()).event(event.type());
    }

    private Known known(String name, String value, JsonNode node, String when) {
      var at = time(node, when);
      return new Known(
          name,
          value,
          at,
          at == null ? 0 : Math.max(0, Duration.between(at, now).toDays()),
          node.path("event").asText());
    }

    private static @Nullable Instant time(JsonNode node, String field) {
      return node.hasNonNull(field) ? Instant.parse(node.path(field).asText()) : null;
    }

    private Stream<JsonNode> each(String field) {
      return summary == null ? Stream.of() : summary.path(field).valueStream();
    }

    private Stream<Map.Entry<String, JsonNode>> fields(String field) {
      return summary == null ? Stream.of() : summary.path(field).propertyStream();
    }
  }

  @Override
  public PageHead head() {
    return HEAD;
  }

  @Override
  public Future<View> show(ConsoleRequest request) {
    return Future.succeededFuture(view(request, "", null, null));
  }

  /** A form, so that no id is in an address. */
  @Override
  public Future<View> submit(ConsoleRequest request) {
    var id = request.field("id");
    return (id.isEmpty() || Text.idFault(id) != null
            ? Future.succeededFuture(Optional.<ObjectNode>empty())
            : audit
                .addOfVisitor(request.actor(), "visitor.looked-up", id)
                .compose(kept -> visitors.find().apply(id)))
        .compose(
            found ->
                found.isPresent() && request.field("do").equals("timeline")
                    ? VisitorTimeline.of(
                            id, new FactWords(Frame.words(request.locale())), visitors.latest())
                        .map(timeline -> view(request, id, found.get(), timeline))
                    : Future.succeededFuture(view(request, id, found.orElse(null), null)));
  }

  private View view(
      ConsoleRequest request,
      String id,
      @Nullable ObjectNode found,
      @Nullable List<VisitorTimeline.Moment> timeline) {
    return View.of(
        "visitors.jte",
        new Model(id, found, timeline, DraftSteps.mayWrite(request), clock.instant()));
  }
}
