package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.DrlFile;
import io.knowfirst.rules.language.Deadline;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Files that were parsed lately, so that an edit costs the files it changed. They are let go when
 * memory is short. Thread-safe.
 */
final class ParsedFiles {
  private static final int SPARE = 20;
  private static final float LOAD = 0.75f;

  private final Function<DrlFile, ParsedFile> parser;
  private final LinkedHashMap<DrlFile, SoftReference<ParsedFile>> lately =
      new LinkedHashMap<>(16, LOAD, true);

  ParsedFiles(Function<DrlFile, ParsedFile> parser) {
    this.parser = parser;
  }

  /**
   * All files of a folder; those of folders before it are remembered in part.
   *
   * @param deadline after which what is not remembered is left unread
   */
  List<ParsedFile> of(List<DrlFile> folder, Deadline deadline) {
    var parsed = new ArrayList<ParsedFile>();
    int unread = 0;
    for (var file : folder) {
      var known = known(file);
      if (known == null && deadline.hasPassed()) {
        unread++;
      } else {
        parsed.add(known == null ? read(file) : known);
      }
    }
    if (unread > 0) {
      parsed.add(ParsedFile.unread(folder.get(folder.size() - 1), unread, deadline));
    }
    synchronized (lately) {
      var eldest = lately.keySet().iterator();
      for (int left = lately.size() - folder.size() - SPARE; left > 0; left--) {
        eldest.next();
        eldest.remove();
      }
    }
    return parsed;
  }

  private @Nullable ParsedFile known(DrlFile file) {
    synchronized (lately) {
      var known = lately.get(file);
      return known == null ? null : known.get();
    }
  }

  private ParsedFile read(DrlFile file) {
    var parsed = parser.apply(file);
    synchronized (lately) {
      lately.put(file, new SoftReference<>(parsed));
    }
    return parsed;
  }
}
