package io.knowfirst.rules.folder;

import org.jspecify.annotations.Nullable;

/** Reads what people call campaigns, metrics and variations, and what they are told of them. */
final class Labels {
  private static final int LONGEST_NAME = 80;
  private static final int LONGEST_UNIT = 12;
  private static final int LONGEST_DESCRIPTION = 500;
  private static final int LONGEST_ADDRESS = 2_000;

  private Labels() {}

  static @Nullable String name(YamlTable table) {
    return text(table, "name", LONGEST_NAME);
  }

  static @Nullable String unit(YamlTable table) {
    return text(table, "unit", LONGEST_UNIT);
  }

  static @Nullable String description(YamlTable table) {
    return text(table, "description", LONGEST_DESCRIPTION);
  }

  /** An address that a browser may load without telling where it is shown. */
  static @Nullable String picture(YamlTable table) {
    var address = text(table, "picture", LONGEST_ADDRESS);
    if (address != null && !address.matches("https://[^\\s\"'<>]+")) {
      table.error(
          "picture",
          "KF018",
          "picture is \"%s\", expected an address that begins with https://. Maybe upload the picture first."
              .formatted(address));
      return null;
    }
    return address;
  }

  private static @Nullable String text(YamlTable table, String key, int longest) {
    var text = table.optional(key);
    if (text != null && text.length() > longest) {
      table.error(
          key,
          "KF018",
          "%s has %d characters, expected %d at most. Maybe the rest belongs into a note."
              .formatted(key, text.length(), longest));
      return null;
    }
    return text;
  }
}
