package io.knowfirst.server.store.journal;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** How an entry stands in a journal; asked on the journal's own thread. */
public interface Format<T> {
  /** Since the epoch: the chunk that the entry belongs to. */
  long second(T entry);

  /** Writes the entry as one object. */
  void write(JsonGenerator json, T entry) throws IOException;
}
