package io.knowfirst.server.decide;

import io.knowfirst.rules.folder.Dimension;
import io.knowfirst.rules.folder.Dimension.DimensionSource;
import io.knowfirst.server.model.Context;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * By which values a visitor's exposure is cut, as they are at the decision. Traits are read only
 * where the visitor granted {@link FactSheet#PERSONALIZATION}.
 */
final class DimensionValues {
  private DimensionValues() {}

  /** Such as "trait:tier=gold", a tab between two; null where nothing is asked for. */
  static @Nullable String of(List<Dimension> dimensions, Context context, Known known) {
    return dimensions.isEmpty()
        ? null
        : dimensions.stream()
            .map(one -> one.key() + "=" + one.of(known(one, context, known)))
            .collect(Collectors.joining("\t"));
  }

  private static List<String> known(Dimension dimension, Context context, Known known) {
    if (dimension.source() == DimensionSource.CONTEXT) {
      var value = field(dimension.field(), context);
      return value == null || value.isEmpty() ? List.of() : List.of(value);
    }
    var trait = known.profile().traits().get(dimension.field());
    return trait == null || !known.granted().contains(FactSheet.PERSONALIZATION)
        ? List.of()
        : trait.values();
  }

  private static @Nullable String field(String path, Context context) {
    var page = context.page();
    var geo = context.geo();
    var device = context.device();
    var weather = context.weather();
    return switch (path) {
      case "page.type" -> page == null ? null : page.type();
      case "page.category" -> page == null ? null : page.category();
      case "geo.country" -> geo == null ? null : geo.country();
      case "geo.region" -> geo == null ? null : geo.region();
      case "geo.city" -> geo == null ? null : geo.city();
      case "device.os" -> device == null ? null : device.os();
      case "device.browser" -> device == null ? null : device.browser();
      case "weather.condition" -> weather == null ? null : weather.condition();
      case "locale" -> context.locale();
      default -> context.utm().get(path.substring(path.indexOf('.') + 1));
    };
  }
}
