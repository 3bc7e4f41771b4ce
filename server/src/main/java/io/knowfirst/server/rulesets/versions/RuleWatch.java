package io.knowfirst.server.rulesets.versions;

import io.knowfirst.rules.folder.FolderWalk;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.folder.RuleFolderException;
import io.knowfirst.server.store.postgres.Outage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a folder: once nothing has changed in it for a moment, tells what is in it now. The file
 * system's own notice is only a hint; what counts is what is there, looked at again and again, so a
 * network drive without notices is watched too, only more slowly.
 */
public final class RuleWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RuleWatch.class);
  private static final long QUIET_MS = 300;
  private static final long LOOK_MS = 2_000;
  private static final long CLOSING_MS = 2_000;

  private final Outage outage;
  private final Path folder;
  private final Consumer<SortedMap<String, String>> changed;
  private final Consumer<RuleFolderException> unreadable;
  private final WatchService notices;
  private final Set<Path> registered = new HashSet<>();
  private final Thread thread = new Thread(this::run, "rules-watch");
  private Map<Path, Seen> seen;
  private volatile boolean closed;

  private record Seen(long bytes, long modified) {}

  private RuleWatch(
      Path folder,
      Consumer<SortedMap<String, String>> changed,
      Consumer<RuleFolderException> unreadable)
      throws IOException {
    this.folder = folder;
    this.outage = new Outage(LOG, folder + " cannot be read");
    this.changed = changed;
    this.unreadable = unreadable;
    this.notices = folder.getFileSystem().newWatchService();
    this.seen = look();
  }

  /**
   * Watches from now on.
   *
   * @param changed told the texts by path after each change
   * @param unreadable told when a file is too large or no text
   */
  public static RuleWatch of(
      Path folder,
      Consumer<SortedMap<String, String>> changed,
      Consumer<RuleFolderException> unreadable) {
    try {
      var watch = new RuleWatch(folder, changed, unreadable);
      watch.thread.setDaemon(true);
      watch.thread.start();
      return watch;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot watch " + folder + ". Maybe start with --no-watch.", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      notices.close();
      thread.join(CLOSING_MS);
    } catch (IOException e) {
      LOG.warn("The watch of {} did not stop cleanly", folder, e);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!closed) {
      try {
        waitFor(LOOK_MS);
        var now = look();
        outage.over();
        if (!now.equals(seen)) {
          tell(settled(now));
        }
      } catch (ClosedWatchServiceException | InterruptedException end) {
        return;
      } catch (UncheckedIOException e) {
        outage.failed(e);
      } catch (RuntimeException e) {
        LOG.error("Watching {} failed, retrying", folder, e);
      }
    }
  }

  /** What is there when nothing has changed for a moment; editors write in several steps. */
  private Map<Path, Seen> settled(Map<Path, Seen> first) throws InterruptedException {
    var before = first;
    while (true) {
      Thread.sleep(QUIET_MS);
      var now = look();
      if (now.equals(before)) {
        return now;
      }
      before = now;
    }
  }

  private void tell(Map<Path, Seen> settled) {
    try {
      var files = RuleFolder.files(folder);
      RuleFolder.unread(folder).forEach(left -> LOG.warn("{}", left));
      changed.accept(files);
    } catch (RuleFolderException e) {
      unreadable.accept(e);
    }
    seen = settled;
  }

  private void waitFor(long millis) throws InterruptedException {
    var key = notices.poll(millis, TimeUnit.MILLISECONDS);
    while (key != null) {
      key.pollEvents();
      key.reset();
      key = notices.poll();
    }
  }

  /** What is there, however odd; what goes away meanwhile is missing, and nothing else is. */
  private Map<Path, Seen> look() {
    if (!Files.isDirectory(folder)) {
      throw new UncheckedIOException(new NoSuchFileException(folder.toString()));
    }
    var walk = FolderWalk.of(folder);
    walk.directories().forEach(this::register);
    var found = new HashMap<Path, Seen>();
    for (var file : walk.files().values()) {
      try {
        found.put(file, new Seen(Files.size(file), Files.getLastModifiedTime(file).toMillis()));
      } catch (IOException gone) {
        found.put(file, new Seen(-1, -1));
      }
    }
    walk.findings()
        .forEach(left -> found.put(Path.of(left.file()), new Seen(-1, left.message().hashCode())));
    return found;
  }

  private void register(Path directory) {
    try {
      if (!registered.contains(directory)) {
        directory.register(
            notices,
            StandardWatchEventKinds.ENTRY_CREATE,
            StandardWatchEventKinds.ENTRY_MODIFY,
            StandardWatchEventKinds.ENTRY_DELETE);
        registered.add(directory);
      }
    } catch (IOException e) {
      LOG.debug("{} gives no notices, and is looked at every {} ms", directory, LOOK_MS, e);
    }
  }
}
