package io.knowfirst.server.feeds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A record of a feed.
 *
 * @param line where it begins, from 1
 * @param fields by name; none of them null or blank; null where the record cannot be read
 * @param fault why it cannot be read
 */
public record FeedRecord(long line, @Nullable ObjectNode fields, @Nullable FeedFault fault) {
  static FeedRecord of(long line, ObjectNode fields) {
    return new FeedRecord(line, fields, null);
  }

  static FeedRecord bad(long line, FeedFault fault) {
    return new FeedRecord(line, null, fault);
  }
}
