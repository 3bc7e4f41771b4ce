package io.knowfirst.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.rules.facts.Placement;
import io.knowfirst.server.access.Caller;
import io.knowfirst.server.model.Context;
import io.knowfirst.server.model.DecisionRequest;
import io.knowfirst.server.model.Event;
import io.knowfirst.server.quality.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the body of a decision. */
final class DecisionReader {
  private static final Set<String> FIELDS =
      Set.of("visitor", "channel", "placements", "context", "events", "now");
  private static final Set<String> VISITOR = Set.of("id");
  private static final int MOST_PLACEMENTS = 50;
  private static final int MOST_EVENTS = 50;

  private final Supplier<Map<String, Placement>> placements;
  private final EventReader events;

  DecisionReader(Supplier<Map<String, Placement>> placements, EventReader events) {
    this.placements = placements;
    this.events = events;
  }

  /**
   * @param notes takes what is left out of the context and the events
   * @throws Refused naming everything else that is wrong with the body
   */
  DecisionRequest read(JsonNode tree, Asker asker, Instant received, Notes notes) {
    var faults = new Faults();
    var body = Fields.of(tree, At.ROOT, faults).only(FIELDS);
    var visitor = visitor(body, asker);
    var channel = body.id("channel");
    var places = places(body, channel, asker, notes);
    var moment = moment(body, notes);
    this.events.look(moment.context(), notes);
    var events = events(body, asker, visitor, received, notes);
    var now = now(body, asker, received);
    Refused.unlessNone(faults);
    var place = channel == null ? places.get(0).channel() : channel;
    var agent = moment.agent();
    boolean bot = agent == null ? asker.bot() : Bots.sent(agent);
    return new DecisionRequest(
        visitor, place, places, moment.context(), events, now, bot, !asker.trusted());
  }

  /**
   * What the request says of the moment.
   *
   * @param agent of the visitor's browser, where the body names it
   */
  record Moment(Context context, @Nullable String agent) {}

  /** A browser says most of it, so nothing in it refuses a decision. */
  static Moment moment(Fields body, Notes notes) {
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

  private static String visitor(Fields body, Asker asker) {
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
   * Known placements of one channel; those of the first where none is named. Of a page, what cannot
   * be decided costs nothing while something can.
   */
  List<Placement> places(Fields body, @Nullable String channel, Asker asker, Notes notes) {
    var wrong = new Faults();
    var places = places(body, channel, asker.caller(), wrong);
    notes.countPlacements(wrong);
    if (!asker.trusted() && !places.isEmpty()) {
      notes.tell(Kind.UNKNOWN_PLACEMENT, wrong);
    } else {
      wrong.list().forEach(body.faults()::add);
    }
    return places;
  }

  private List<Placement> places(
      Fields body, @Nullable String channel, Caller caller, Faults wrong) {
    var list = body.array("placements", 1, MOST_PLACEMENTS);
    if (list == null) {
      if (body.get("placements") == null) {
        body.refuse("placements", "a list of 1 to " + MOST_PLACEMENTS + " placements");
      }
      return List.of();
    }
    var known = placements.get();
    var places = new ArrayList<Placement>(list.size());
    var seen = new HashSet<String>();
    var wanted = channel;
    for (int i = 0; i < list.size(); i++) {
      var id = list.get(i);
      var place = id.isTextual() ? known.get(id.textValue()) : null;
      if (place == null || !seen.add(place.id())) {
        refuse(body, wrong, i, id, open(known, caller), place != null);
        continue;
      }
      wanted = wanted == null ? place.channel() : wanted;
      if (!place.channel().equals(wanted)) {
        var expected =
            "a placement of channel " + Text.shorten(wanted) + ", not " + place.channel();
        wrong.add(body.at().field("placements").item(i), id, expected);
        continue;
      }
      if (!caller.mayAskFor(place.channel())) {
        var expected =
            "a placement of the channels that this key was made for: "
                + String.join(", ", new TreeSet<>(caller.channels()));
        var advice = "Maybe another key: keys create --channel " + place.channel() + ".";
        wrong.add(body.at().field("placements").item(i), place.id(), expected, advice);
        continue;
      }
      places.add(place);
    }
    return places;
  }

  /** The placements that may be told to the caller. */
  private static Set<String> open(Map<String, Placement> known, Caller caller) {
    return known.values().stream()
        .filter(place -> caller.mayAskFor(place.channel()))
        .map(Placement::id)
        .collect(Collectors.toSet());
  }

  private static void refuse(
      Fields body, Faults wrong, int index, JsonNode id, Set<String> known, boolean repeated) {
    var at = body.at().field("placements").item(index);
    if (!id.isTextual()) {
      wrong.add(at, id, "the id of a placement, as text");
    } else if (repeated) {
      wrong.add(at, id, "each placement once");
    } else {
      wrong.unknown(at, id.textValue(), "a placement of the current rules", known);
    }
  }

  /**
   * What the request brings along; each must name whom it counts for, or nobody. One that is not
   * right costs itself only.
   */
  List<Event> events(Fields body, Asker asker, String visitor, Instant received, Notes notes) {
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

  private static Instant now(Fields body, Asker asker, Instant received) {
    if (body.get("now") != null && !asker.trusted()) {
      body.refuse("now", "nothing; only a secret key sets the clock");
      return received;
    }
    var now = body.time("now", EventClock.EARLIEST, received.plus(EventClock.TOLERANCE));
    return now == null ? received : now;
  }
}
