package io.knowfirst.server.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.rules.facts.Placement;
import io.knowfirst.server.access.Caller;
import io.knowfirst.server.model.Context;
import io.knowfirst.server.model.DecisionRequest;
import io.knowfirst.server.model.Event;
import io.knowfirst.server.quality.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads the body of a decision. */
public final class DecisionReader {
  private static final Set<String> FIELDS =
      Set.of(
          "visitor", "channel", "placements", "context", "events", "now", "contextual", "pageView");
  private static final Set<String> VISITOR = Set.of("id");
  private static final String CHANNEL = "web";
  private static final int MOST_EVENTS = 50;

  private final PlacementReader placements;
  private final EventReader events;

  public DecisionReader(Supplier<Map<String, Placement>> placements, EventReader events) {
    this.placements = new PlacementReader(placements);
    this.events = events;
  }

  /**
   * What is asked.
   *
   * @param places with those that cannot be decided
   */
  public record Asked(DecisionRequest request, PlacementReader.Places places) {}

  /** Whether a body asks for a decision that rests on the context alone. */
  public static boolean isContextual(JsonNode tree) {
    return tree.path("contextual").asBoolean();
  }

  /**
   * @param strict whether a placement that cannot be decided refuses the request
   * @param notes takes what is left out of the placements, the context and the events
   * @throws Refused naming everything else that is wrong with the body
   */
  public Asked read(
      JsonNode tree, IdentifiedVisitor asker, boolean strict, Instant received, Notes notes) {
    var faults = new Faults();
    var body = Fields.of(tree, At.ROOT, faults).only(FIELDS);
    boolean contextual = contextual(body);
    var visitor = contextual ? "" : visitor(body, asker);
    var channel = body.id("channel");
    var places = placements.read(body, channel, asker.caller(), strict, notes);
    var moment = moment(body, notes);
    var context = moment.context().or(asker.signals().moment());
    this.events.look(context, notes);
    var events = contextual ? List.<Event>of() : events(body, asker, visitor, received, notes);
    var now = now(body, asker, received);
    Refused.unlessNone(faults);
    var first = places.known().isEmpty() ? CHANNEL : places.known().get(0).channel();
    var agent = moment.agent();
    boolean bot = agent == null ? asker.bot() : Bots.sent(agent);
    var request =
        new DecisionRequest(
            visitor,
            channel == null ? first : channel,
            places.known(),
            context,
            events,
            now,
            bot,
            !asker.trusted(),
            contextual ? null : pageView(body, notes));
    return new Asked(request, places);
  }

  /** A page makes it up, so one that cannot be used refuses nothing. */
  private static @Nullable String pageView(Fields body, Notes notes) {
    var said = body.get("pageView");
    if (said == null) {
      return null;
    }
    var left = new Faults();
    var id = Fields.of(body.object(), body.at(), left).label("pageView");
    notes.add("", left);
    return id == null || id.isBlank() ? null : id;
  }

  /** Whether nobody is decided for: then nobody is named, and nothing happened to anybody. */
  private static boolean contextual(Fields body) {
    var said = body.get("contextual");
    if (said == null) {
      return false;
    }
    if (!said.isBoolean()) {
      body.refuse("contextual", "true or false");
    }
    boolean contextual = said.asBoolean();
    for (var field : List.of("visitor", "events")) {
      var value = body.get(field);
      if (contextual && value != null && !value.isEmpty()) {
        body.refuse(field, "nothing beside contextual: true, which reads and stores nothing");
      }
    }
    return contextual;
  }

  /** The placements of a request that is refused unless all can be decided. */
  List<Placement> places(Fields body, @Nullable String channel, Caller caller, Notes notes) {
    return placements.read(body, channel, caller, true, notes).known();
  }

  /**
   * What the request says of the moment.
   *
   * @param agent of the visitor's browser, where the body names it
   */
  public record Moment(Context context, @Nullable String agent) {}

  /** A browser says most of it, so nothing in it refuses a decision. */
  public static Moment moment(Fields body, Notes notes) {
    var said = body.get("context");
    if (said == null) {
      return new Moment(Context.NONE, null);
    }
    var left = new Faults();
    var fields = Fields.of(said, body.at().field("context"), left);
    var sent = fields.get(ContextReader.AGENT);
    var agent =
        sent == null || sent.isTextual()
            ? fields.cut(ContextReader.AGENT, Text.LONG)
            : fields.text(ContextReader.AGENT, Text.LONG);
    var moment = new Moment(ContextReader.read(fields), agent);
    notes.add("", left);
    return moment;
  }

  private static String visitor(Fields body, IdentifiedVisitor asker) {
    var visitor = body.object("visitor");
    var named = visitor == null ? null : Who.id(visitor.only(VISITOR), "id", asker);
    if (asker.trusted()) {
      if (visitor == null) {
        body.refuse("visitor", "an object with the visitor's id");
      } else if (visitor.get("id") == null) {
        visitor.refuse("id", "text of 1 to " + Text.ID + " characters");
      }
      return named == null ? "" : named;
    }
    var own = asker.visitor() == null ? "" : asker.visitor();
    if (visitor != null && named != null && !named.equals(own)) {
      visitor.refuse(
          "id", "nothing, or the visitor whom the cookie or token of this request proves");
    }
    return own;
  }

  /**
   * What the request brings along; each must name whom it counts for, or nobody. One that is not
   * right costs itself only.
   */
  List<Event> events(
      Fields body, IdentifiedVisitor asker, String visitor, Instant received, Notes notes) {
    var list = body.array("events", 0, MOST_EVENTS);
    if (list == null) {
      return List.of();
    }
    var clock = new EventClock(received);
    var read = new ArrayList<Event>(list.size());
    for (int i = 0; i < list.size(); i++) {
      var at = body.at().field("events").item(i);
      var wrong = new Faults();
      var event = events.read(list.get(i), at, wrong, notes, asker, visitor, clock);
      if (event == null) {
        notes.tell(Kind.REFUSED_EVENT, wrong);
      } else {
        read.add(event);
      }
    }
    return read;
  }

  private static Instant now(Fields body, IdentifiedVisitor asker, Instant received) {
    if (body.get("now") != null && !asker.trusted()) {
      body.refuse("now", "nothing; only a secret key sets the clock");
      return received;
    }
    var now = body.time("now", EventClock.EARLIEST, received.plus(EventClock.TOLERANCE));
    return now == null ? received : now;
  }
}
