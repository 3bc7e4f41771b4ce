package io.knowfirst.server.profile;

/** By what an event is unique. */
record EventKey(String visitor, String id) {
  static EventKey of(EventRow row) {
    return new EventKey(row.visitor(), row.id());
  }
}
