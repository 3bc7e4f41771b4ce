package io.knowfirst.server.cli.imports;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.knowfirst.server.feeds.FeedMapping;
import io.knowfirst.server.feeds.FeedTimes;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file in YAML that says how another system's records are to be read.
 *
 * @param columns its names, each with ours; an empty one leaves the column out
 * @param decimal the mark before decimals, a point or a comma
 * @param dates how dates are written besides ISO 8601
 * @param timezone of times that do not say theirs
 * @param encoding of the records
 * @param source the system that they come from
 */
record MappingFile(
    @JsonProperty("columns") @Nullable Map<String, String> columns,
    @JsonProperty("decimal") @Nullable String decimal,
    @JsonProperty("dates") @Nullable String dates,
    @JsonProperty("timezone") @Nullable String timezone,
    @JsonProperty("encoding") @Nullable String encoding,
    @JsonProperty("source") @Nullable String source) {
  private static final MappingFile NONE = new MappingFile(null, null, null, null, null, null);
  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /**
   * @param file null for none
   * @throws ImportException for one that is no mapping
   */
  static MappingFile read(@Nullable Path file) {
    if (file == null) {
      return NONE;
    }
    try {
      var read = YAML.readValue(Files.readString(file, StandardCharsets.UTF_8), MappingFile.class);
      return read == null ? NONE : read;
    } catch (JsonProcessingException wrong) {
      throw new ImportException(
          "mapping is %s, which is none, line %d: %s. Maybe a key is misspelt: columns, decimal, dates, timezone, encoding, source."
              .formatted(file, wrong.getLocation().getLineNr(), wrong.getOriginalMessage()),
          wrong);
    } catch (IOException absent) {
      throw new ImportException("mapping is " + file + ", which cannot be read: " + absent, absent);
    }
  }

  FeedMapping mapping() {
    if (decimal != null && !decimal.equals(",") && !decimal.equals(".")) {
      throw new ImportException(
          "decimal is \"%s\", expected \".\" or \",\". Maybe it lacks its quotes."
              .formatted(decimal));
    }
    try {
      return new FeedMapping(
          columns == null ? Map.of() : columns, ",".equals(decimal), FeedTimes.of(dates, timezone));
    } catch (IllegalArgumentException wrong) {
      throw new ImportException(
          wrong.getMessage() + ". Maybe dates: dd.MM.yyyy and timezone: Europe/Berlin.", wrong);
    }
  }

  /** What the server is to know of it. */
  String query() {
    return ImportFeed.query("decimal", decimal)
        + ImportFeed.query("dates", dates)
        + ImportFeed.query("timezone", timezone);
  }

  /**
   * @param option given on the command line; null for none
   */
  Charset charset(@Nullable String option) {
    var name = option != null ? option : encoding;
    try {
      return name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
    } catch (IllegalArgumentException unknown) {
      throw new ImportException(
          "encoding is \"%s\", expected one such as utf-8. Maybe windows-1252.".formatted(name),
          unknown);
    }
  }
}
