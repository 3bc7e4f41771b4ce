package io.knowfirst.server.cli.imports;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.cli.remote.RemoteServer;
import io.knowfirst.server.feeds.FeedFault;
import io.knowfirst.server.feeds.FeedKind;
import io.knowfirst.server.feeds.FeedMapping;
import io.knowfirst.server.feeds.FeedReader;
import io.knowfirst.server.feeds.FeedRecord;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Sends a feed in parts; holds one part at a time, and never cuts records that are one. */
final class FeedUpload {
  private static final int PART = 500;
  private static final int CHARACTERS = 1 << 20;
  private static final int LISTED = 100;

  private final FeedKind kind;
  private final FeedMapping mapping;
  private final RemoteServer server;
  private final String path;
  private final Progress progress;
  private final Set<String> ignored = new TreeSet<>();
  private final List<String> errors = new ArrayList<>();
  private final Set<String> notes = new LinkedHashSet<>();
  private final StringBuilder part = new StringBuilder();
  private final List<Long> lines = new ArrayList<>();
  private @Nullable JsonNode group;
  private long records;
  private long accepted;
  private long duplicates;
  private long withheld;
  private long rejected;

  FeedUpload(
      FeedKind kind, FeedMapping mapping, RemoteServer server, String path, Progress progress) {
    this.kind = kind;
    this.mapping = mapping;
    this.server = server;
    this.path = path;
    this.progress = progress;
  }

  /**
   * Sends all and waits.
   *
   * @throws ImportException when the server refuses a part as a whole
   */
  void send(Reader text) throws IOException {
    var feed = new FeedReader(text);
    for (var next = feed.next(); next != null; next = feed.next()) {
      records++;
      progress.step();
      add(next);
    }
    send();
  }

  private void add(FeedRecord record) {
    try {
      if (record.fields() == null) {
        throw Objects.requireNonNull(record.fault());
      }
      var fields = mapping.named(kind, record.fields(), ignored);
      var key = kind.group() == null ? null : fields.get(kind.group());
      boolean full = lines.size() >= PART || part.length() >= CHARACTERS;
      if (full && (key == null || !key.equals(group))) {
        send();
      }
      group = key;
      part.append(fields).append('\n');
      lines.add(record.line());
    } catch (FeedFault fault) {
      reject(record.line(), String.valueOf(fault.getMessage()));
    }
  }

  private void reject(long line, String why) {
    rejected++;
    tell(line, why);
  }

  private void tell(long line, String why) {
    if (errors.size() < LISTED) {
      errors.add("line %d: %s".formatted(line, why));
    }
  }

  private void send() {
    if (lines.isEmpty()) {
      return;
    }
    var answer = server.postLines(path, part.toString()).await();
    if (!answer.taken()) {
      throw new ImportException("The server refuses the feed: " + answer.problem());
    }
    var report = answer.body();
    accepted += report.path("accepted").asLong();
    duplicates += report.path("duplicates").asLong();
    withheld += report.path("withheld").asLong();
    rejected += report.path("rejected").asLong();
    for (var error : report.path("errors")) {
      int at = error.path("line").asInt(1) - 1;
      var fault =
          new FeedFault(
              error.path("pointer").asText().replaceFirst("^/", ""),
              error.path("value").asText(null),
              error.path("expected").asText(),
              error.path("advice").asText(null));
      tell(lines.get(Math.min(at, lines.size() - 1)), String.valueOf(fault.getMessage()));
    }
    for (var note : report.path("notes")) {
      if (notes.size() < LISTED) {
        notes.add(
            note.has("text")
                ? note.path("text").asText()
                : "%s is %s, expected %s"
                    .formatted(
                        note.path("pointer").asText(),
                        note.path("value").asText(),
                        note.path("expected").asText()));
      }
    }
    part.setLength(0);
    lines.clear();
  }

  /** What was left out of records that were taken, and what is to be said of them. */
  Set<String> notes() {
    return notes;
  }

  long records() {
    return records;
  }

  long accepted() {
    return accepted;
  }

  long duplicates() {
    return duplicates;
  }

  long withheld() {
    return withheld;
  }

  long rejected() {
    return rejected;
  }

  /** The first of the reasons, each with its line. */
  List<String> errors() {
    return List.copyOf(errors);
  }

  /** Columns that nothing was made of. */
  Set<String> ignored() {
    return Set.copyOf(ignored);
  }
}
