package io.knowfirst.server.scenario;

import io.knowfirst.rules.folder.YamlTable;
import io.knowfirst.server.model.Context;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the context of an invented visitor's request, shaped as that of a real one. */
final class Present {
  private static final Set<String> PAGES =
      Set.of("home", "category", "product", "cart", "checkout", "search", "content", "account");
  private static final Set<String> DEVICES =
      Set.of("desktop", "mobile", "tablet", "app", "tv", "watch", "till");

  private Present() {}

  static Context read(@Nullable YamlTable context) {
    if (context == null) {
      return Context.NONE;
    }
    var read =
        new Context(
            context.table("page").map(Present::page).orElse(null),
            context.optional("referrer"),
            context.table("utm").map(Present::words).orElse(Map.of()),
            context.optional("search"),
            context.table("geo").map(Present::geo).orElse(null),
            context.table("device").map(Present::device).orElse(null),
            context.table("weather").map(Present::weather).orElse(null),
            context.optional("locale"));
    context.refuseOthers();
    return read;
  }

  private static Context.Page page(YamlTable page) {
    var type = page.text("type", "");
    oneOf(page, "type", type, PAGES);
    var read =
        new Context.Page(
            type, page.optional("category"), page.optional("product"), page.optional("url"));
    page.refuseOthers();
    return read;
  }

  private static Context.Geo geo(YamlTable geo) {
    var read =
        new Context.Geo(geo.optional("country"), geo.optional("region"), geo.optional("city"));
    geo.refuseOthers();
    return read;
  }

  private static Context.Device device(YamlTable device) {
    var type = device.text("type", "");
    oneOf(device, "type", type, DEVICES);
    var read = new Context.Device(type, device.optional("os"), device.optional("browser"));
    device.refuseOthers();
    return read;
  }

  private static Context.Weather weather(YamlTable weather) {
    var celsius = Objects.requireNonNullElse(weather.decimal("celsius", -100, 70, null), 0.0);
    if (!weather.has("celsius")) {
      weather.error(null, "KF003", "The key \"celsius\" is missing.");
    }
    var read = new Context.Weather(weather.text("condition", ""), celsius);
    weather.refuseOthers();
    return read;
  }

  private static Map<String, String> words(YamlTable table) {
    var words = new HashMap<String, String>();
    table.rest().forEach((key, value) -> words.put(key, value.toString()));
    return words;
  }

  private static void oneOf(YamlTable table, String key, String value, Set<String> known) {
    if (!value.isEmpty() && !known.contains(value)) {
      table.error(
          key,
          "KF004",
          "%s is \"%s\", expected one of %s."
              .formatted(key, value, String.join(", ", known.stream().sorted().toList())));
    }
  }
}
