package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.DrlFile;
import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Files that were parsed lately, so that an edit costs the files it changed. They are let go when
 * memory is short. Thread-safe.
 */
final class ParsedFiles {
  private static final int MOST = 4_000;
  private static final float LOAD = 0.75f;

  private final Function<DrlFile, ParsedFile> parser;
  private final Map<DrlFile, SoftReference<ParsedFile>> lately =
      new LinkedHashMap<>(16, LOAD, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<DrlFile, SoftReference<ParsedFile>> eldest) {
          return size() > MOST;
        }
      };

  ParsedFiles(Function<DrlFile, ParsedFile> parser) {
    this.parser = parser;
  }

  ParsedFile of(DrlFile file) {
    synchronized (lately) {
      var known = lately.get(file);
      var parsed = known == null ? null : known.get();
      if (parsed != null) {
        return parsed;
      }
    }
    var parsed = parser.apply(file);
    synchronized (lately) {
      lately.put(file, new SoftReference<>(parsed));
    }
    return parsed;
  }
}
