package io.knowfirst.server.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.rules.facts.Placement;
import io.knowfirst.server.access.Caller;
import io.knowfirst.server.quality.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads which placements a request asks for. Each is answered for itself: one that the live rules
 * do not have, or that is not the caller's to ask for, costs only itself.
 */
public final class PlacementReader {
  private static final String FIELD = "placements";
  private static final int MOST = 50;

  private final Supplier<Map<String, Placement>> placements;

  public PlacementReader(Supplier<Map<String, Placement>> placements) {
    this.placements = placements;
  }

  /**
   * The placements of one request.
   *
   * @param known those that are decided, of one channel
   * @param asked ids that are answered, in the order asked
   */
  public record Places(List<Placement> known, List<String> asked) {
    public Places {
      known = List.copyOf(known);
      asked = List.copyOf(asked);
    }

    public boolean isKnown(String id) {
      return known.stream().anyMatch(place -> place.id().equals(id));
    }
  }

  /**
   * Reads them; what is no id, or asked for twice, is a fault where a server sent it, and a note
   * where a page did.
   *
   * @param channel null for that of the first placement known
   * @param strict whether one that cannot be decided is a fault, whoever sent it
   * @param notes takes what cannot be decided
   */
  public Places read(
      Fields body, @Nullable String channel, Caller caller, boolean strict, Notes notes) {
    var list = body.array(FIELD, 1, MOST);
    if (list == null) {
      if (body.get(FIELD) == null) {
        body.refuse(FIELD, "a list of 1 to " + MOST + " placements");
      }
      return new Places(List.of(), List.of());
    }
    var refused = new Faults();
    var left = new Faults();
    boolean page = caller.isPublic() && !strict;
    var places =
        places(body, list, channel, caller, page ? left : refused, strict ? refused : left);
    refused.list().forEach(body.faults()::add);
    notes.tell(Kind.UNKNOWN_PLACEMENT, left);
    notes.countPlacements(refused);
    notes.countPlacements(left);
    return places;
  }

  private Places places(
      Fields body,
      JsonNode list,
      @Nullable String channel,
      Caller caller,
      Faults malformed,
      Faults unknown) {
    var all = placements.get();
    var known = new ArrayList<Placement>(list.size());
    var asked = new ArrayList<String>(list.size());
    var seen = new HashSet<String>();
    var wanted = channel;
    for (int i = 0; i < list.size(); i++) {
      var item = list.get(i);
      var at = body.at().field(FIELD).item(i);
      var id = item.isTextual() && Text.idFault(item.textValue()) == null ? item.textValue() : null;
      if (id == null) {
        malformed.add(at, item, "the id of a placement, as text");
        continue;
      }
      if (!seen.add(id)) {
        malformed.add(at, item, "each placement once");
        continue;
      }
      asked.add(id);
      var place = all.get(id);
      if (place == null) {
        unknown.unknown(at, id, "a placement of the current rules", open(all, caller));
        continue;
      }
      if (!caller.mayAskFor(place.channel())) {
        unknown.add(at, id, ofChannels(caller), another(place));
        continue;
      }
      wanted = wanted == null ? place.channel() : wanted;
      if (!place.channel().equals(wanted)) {
        var expected = "a placement of channel %s, not %s";
        unknown.add(at, id, expected.formatted(Text.shorten(wanted), place.channel()), null);
        continue;
      }
      known.add(place);
    }
    return new Places(known, asked);
  }

  private static String ofChannels(Caller caller) {
    return "a placement of the channels that this key was made for: "
        + String.join(", ", new TreeSet<>(caller.channels()));
  }

  private static String another(Placement place) {
    return "Maybe another key: keys create --channel " + place.channel() + ".";
  }

  /** The placements that the caller may know of. */
  private static Set<String> open(Map<String, Placement> known, Caller caller) {
    return known.values().stream()
        .filter(place -> caller.mayAskFor(place.channel()))
        .map(Placement::id)
        .collect(Collectors.toSet());
  }
}
