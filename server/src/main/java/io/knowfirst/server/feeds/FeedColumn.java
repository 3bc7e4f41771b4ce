package io.knowfirst.server.feeds;

/**
 * A column of a feed.
 *
 * @param name ours; another system's is mapped to it
 */
record FeedColumn(String name, CellType type, boolean required) {
  /** What a value is. */
  enum CellType {
    TEXT,
    WHOLE,
    AMOUNT,
    TIME,
    LIST
  }

  static FeedColumn required(String name, CellType type) {
    return new FeedColumn(name, type, true);
  }

  static FeedColumn optional(String name, CellType type) {
    return new FeedColumn(name, type, false);
  }
}
