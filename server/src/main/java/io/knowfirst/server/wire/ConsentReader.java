package io.knowfirst.server.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.folder.Suggestion;
import io.knowfirst.server.quality.Kind;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a visitor granted and refused: a consent event's {@code purposes}, and {@code
 * context.consent.categoryPreferences} of any event, or {@code context.consent} itself. A purpose
 * that nobody asks for is refused from a server that sends a consent event. From a page, and among
 * the categories that a library stamps on every event, it is dropped with a note, but a refusal is
 * never lost: it counts for the purpose it resembles, and where an event of a page holds nothing
 * that is understood, for all.
 */
public final class ConsentReader {
  private static final int MOST = 50;
  private static final String PREFERENCES = "categoryPreferences";
  private static final Set<String> GRANTED = Set.of("true", "granted", "yes", "1");
  private static final Set<String> REFUSED = Set.of("false", "denied", "no", "0");

  private final Supplier<Set<String>> purposes;

  /**
   * @param purposes those that anybody asks for
   */
  public ConsentReader(Supplier<Set<String>> purposes) {
    this.purposes = purposes;
  }

  /** The purposes of an event; {@code purposes} itself is needed where nothing else says any. */
  Map<String, Boolean> read(Fields body, boolean isConsent, IdentifiedVisitor asker) {
    var read = new HashMap<String, Boolean>();
    var sent = body.get("context");
    var consent = sent == null ? MissingNode.getInstance() : sent.path("consent");
    boolean within = consent.has(PREFERENCES);
    JsonNode preferences = within ? consent.path(PREFERENCES) : consent;
    boolean stamped =
        preferences.isObject()
            && (within || preferences.valueStream().allMatch(v -> v.isBoolean() || v.isTextual()));
    var object = isConsent ? body.object("purposes") : null;
    var at = body.at().field("context").field("consent");
    if (within) {
      at = at.field(PREFERENCES);
    }
    if (stamped) {
      // What a library stamps on an event is no reason to refuse it; a consent has nothing else.
      boolean strict = isConsent && object == null && asker.trusted();
      read(Fields.of(preferences, at, body.faults()), asker, strict, read);
    }
    if (!stamped && !preferences.isMissingNode() && !preferences.isNull()) {
      note(asker, at, preferences, "an object of purposes, each true or false", null);
    }
    // Anything but an object is refused already.
    boolean empty = object != null && object.object().isObject() && object.object().isEmpty();
    boolean told = stamped || body.get(ConsentTerms.TCF) != null;
    if (object == null ? isConsent && !told : empty) {
      body.refuse("purposes", "an object of 1 to " + MOST + " purposes, each true or false");
    } else if (object != null) {
      read(object, asker, asker.trusted(), read);
    }
    read.remove(RuleFolder.NECESSARY);
    return read;
  }

  /** The same of an object alone, of a server. */
  Map<String, Boolean> read(Fields object, IdentifiedVisitor asker) {
    var read = new HashMap<String, Boolean>();
    read(object, asker, true, read);
    read.remove(RuleFolder.NECESSARY);
    return read;
  }

  /**
   * @param strict whether what is not understood is refused; else it is noted
   */
  private void read(
      Fields object, IdentifiedVisitor asker, boolean strict, Map<String, Boolean> read) {
    if (object.object().size() > MOST) {
      var expected = "an object of 1 to " + MOST + " purposes";
      if (strict) {
        object.faults().add(object.at(), object.object(), expected);
        return;
      }
      note(asker, object.at(), object.object(), expected, "the first " + MOST);
    }
    var known = purposes.get();
    var said = new HashMap<String, Boolean>();
    var unknown = new HashMap<String, Boolean>();
    object.object().properties().stream()
        .limit(MOST)
        .forEach(
            field -> {
              var name = field.getKey();
              var granted = granted(object, name, field.getValue(), asker, strict);
              if (granted != null) {
                (known.contains(name) ? said : unknown).put(name, granted);
              }
            });
    read.putAll(said);
    unknown.forEach(
        (name, granted) -> {
          var at = object.at().field(name);
          var one = "one of the purposes " + String.join(", ", known);
          asker.notes().count(Kind.UNKNOWN_PURPOSE, name);
          if (strict) {
            object.faults().unknown(at, name, one, known);
            return;
          }
          var became =
              unknown(name, granted, asker.trusted() || !said.isEmpty(), said, known, read);
          var near = Suggestion.nearest(name, known);
          asker
              .notes()
              .tell(
                  Kind.UNKNOWN_PURPOSE,
                  at,
                  name,
                  one + "; " + became,
                  near.map(word -> "Maybe \"" + word + "\" is meant.").orElse(null),
                  null);
        });
  }

  /** Whether the purpose is granted; null, and a note, where the value does not say. */
  private static @Nullable Boolean granted(
      Fields object, String name, JsonNode value, IdentifiedVisitor asker, boolean strict) {
    var fault = Text.idFault(name);
    if (fault == null && value.isBoolean()) {
      return value.booleanValue();
    }
    var at = object.at().field(name);
    var expected = "a purpose that is true or false";
    if (strict) {
      object.faults().add(at, value, expected);
      return null;
    }
    var word = value.asText().strip().toLowerCase(Locale.ROOT);
    Boolean meant = null;
    if (fault == null && GRANTED.contains(word)) {
      meant = true;
    } else if (fault == null && REFUSED.contains(word)) {
      meant = false;
    }
    note(asker, at, value, expected, meant == null ? null : meant.toString());
    return meant;
  }

  private static void note(
      IdentifiedVisitor asker, At at, JsonNode value, String expected, @Nullable String kept) {
    var fault = new Faults();
    fault.changed(at, value, expected, kept);
    asker.notes().add("consent", fault);
  }

  /**
   * Sees to it that a refusal counts, and tells what became of the purpose.
   *
   * @param single whether a refusal of something unknown is no refusal of all
   */
  private static String unknown(
      String name,
      boolean granted,
      boolean single,
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
    if (single) {
      return "refusing another changes nothing";
    }
    known.forEach(purpose -> read.put(purpose, false));
    return "to be safe, every purpose was refused";
  }
}
