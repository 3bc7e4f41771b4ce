package io.knowfirst.rules.facts;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the visitor uses.
 *
 * @param type desktop, mobile, tablet, app, tv, watch or till
 * @param os for example {@code ios}, {@code android}, {@code windows}
 */
public record Device(
    String type, @Nullable String os, @Nullable String browser, boolean app, List<Origin> origins)
    implements Fact {
  @Override
  public Map<String, Object> values() {
    return KnownValues.of("type", type, "os", os, "browser", browser, "app", app);
  }
}
