package io.knowfirst.server.http;

import io.knowfirst.rules.folder.Suggestion;
import io.knowfirst.server.quality.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Reads what a visitor granted and refused: a consent event's {@code purposes}, and {@code
 * context.consent.categoryPreferences} of any event. A purpose that nobody asks for is refused from
 * a server. From a page it is dropped with a note, but a refusal is never lost: it counts for the
 * purpose it resembles, and where the event holds nothing that is understood, for all.
 */
final class ConsentReader {
  private static final int MOST = 50;

  private final Supplier<Set<String>> purposes;

  /**
   * @param purposes those that anybody asks for
   */
  ConsentReader(Supplier<Set<String>> purposes) {
    this.purposes = purposes;
  }

  /** The purposes of an event; {@code purposes} itself is needed where nothing else says any. */
  Map<String, Boolean> read(Fields body, boolean isConsent, Asker asker) {
    var read = new HashMap<String, Boolean>();
    var sent = body.get("context");
    boolean stamped = sent != null && sent.path("consent").isObject();
    var context = stamped ? body.object("context") : null;
    var consent = context == null ? null : context.object("consent");
    var preferences = consent == null ? null : consent.object("categoryPreferences");
    if (preferences != null) {
      read(preferences, asker, read);
    }
    if (!isConsent) {
      return read;
    }
    var object = body.object("purposes");
    if (object == null ? preferences == null : object.object().isEmpty()) {
      body.refuse("purposes", "an object of 1 to " + MOST + " purposes, each true or false");
    } else if (object != null) {
      read(object, asker, read);
    }
    return read;
  }

  /** The same of an object alone, of a server. */
  Map<String, Boolean> read(Fields object, Asker asker) {
    var read = new HashMap<String, Boolean>();
    read(object, asker, read);
    return read;
  }

  private void read(Fields object, Asker asker, Map<String, Boolean> read) {
    if (object.object().size() > MOST) {
      object.faults().add(object.at(), object.object(), "an object of 1 to " + MOST + " purposes");
      return;
    }
    var known = purposes.get();
    var said = new HashMap<String, Boolean>();
    var unknown = new HashMap<String, Boolean>();
    for (var field : object.object().properties()) {
      var name = field.getKey();
      if (Text.idFault(name) != null || !field.getValue().isBoolean()) {
        object
            .faults()
            .add(object.at().field(name), field.getValue(), "a purpose that is true or false");
      } else {
        (known.contains(name) ? said : unknown).put(name, field.getValue().booleanValue());
      }
    }
    read.putAll(said);
    unknown.forEach(
        (name, granted) -> {
          var at = object.at().field(name);
          if (asker.trusted()) {
            var expected = "one of the purposes " + String.join(", ", known);
            object.faults().unknown(at, name, expected, known);
          } else {
            asker
                .notes()
                .add(
                    Kind.UNKNOWN_PURPOSE,
                    name,
                    at,
                    name,
                    "one of the purposes %s; %s"
                        .formatted(
                            String.join(", ", known), unknown(name, granted, said, known, read)),
                    Suggestion.nearest(name, known)
                        .map(near -> "Maybe \"" + near + "\" is meant.")
                        .orElse(null));
          }
        });
  }

  /** Sees to it that a refusal counts, and tells what became of the purpose. */
  private static String unknown(
      String name,
      boolean granted,
      Map<String, Boolean> said,
      Set<String> known,
      Map<String, Boolean> read) {
    var near = Suggestion.nearest(name, known);
    if (granted) {
      return "granting another changes nothing";
    }
    if (near.isPresent()) {
      if (said.containsKey(near.get())) {
        return near.get() + " is answered itself";
      }
      read.put(near.get(), false);
      return "to be safe, " + near.get() + " was refused";
    }
    if (!said.isEmpty()) {
      return "refusing another changes nothing";
    }
    known.forEach(purpose -> read.put(purpose, false));
    return "to be safe, every purpose was refused";
  }
}
