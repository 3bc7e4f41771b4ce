package io.knowfirst.server.rulesets.scenarios;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.knowfirst.rules.folder.YamlTable;
import io.knowfirst.server.model.Context;
import io.knowfirst.server.wire.Contexts;
import io.knowfirst.server.wire.Contexts.Wrong;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The context of an invented visitor's request: read as that of a real one, and what is wrong in it
 * is told at its line.
 */
final class Present {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> NUMBERS = Set.of("celsius", "latitude", "longitude");

  private Present() {}

  static Context read(@Nullable YamlTable context) {
    if (context == null) {
      return Context.NONE;
    }
    var read = Contexts.read(json(context.rest()));
    read.wrong().forEach(wrong -> tell(context, wrong));
    return read.context();
  }

  /** YAML takes an unquoted 2026 for a number, where a request would say "2026". */
  private static JsonNode json(Map<String, Object> context) {
    return JSON.valueToTree(texts(context));
  }

  private static Map<String, Object> texts(Map<?, ?> values) {
    return values.entrySet().stream()
        .collect(
            Collectors.toMap(
                entry -> String.valueOf(entry.getKey()),
                entry -> text(String.valueOf(entry.getKey()), entry.getValue())));
  }

  private static Object text(String key, Object value) {
    if (value instanceof Map<?, ?> inner) {
      return texts(inner);
    }
    boolean scalar = value instanceof Number || value instanceof Boolean;
    return scalar && !NUMBERS.contains(key) ? value.toString() : value;
  }

  private static void tell(YamlTable context, Wrong wrong) {
    var table = context;
    int last = wrong.path().size() - 1;
    for (int i = 0; i < last; i++) {
      table = table.table(wrong.path().get(i)).orElse(table);
    }
    var key = last < 0 ? "context" : wrong.path().get(last);
    var advice = wrong.advice() == null ? "" : " " + wrong.advice();
    if (wrong.expected() == null) {
      table.error(key, "KF002", "The key \"%s\" is not known here.%s".formatted(key, advice));
    } else if (wrong.value() == null) {
      table.error(
          key,
          "KF003",
          "The key \"%s\" is missing, expected %s.%s".formatted(key, wrong.expected(), advice));
    } else {
      table.error(
          key,
          "KF004",
          "%s is \"%s\", expected %s.%s".formatted(key, wrong.value(), wrong.expected(), advice));
    }
  }
}
