package io.knowfirst.server.rulesets.versions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleWatchTest {
  @TempDir Path dir;

  /** What an editor, a share and a careless administrator leave in a folder. */
  @Test
  void nothing_that_lies_in_the_folder_stops_the_watch() throws Exception {
    var folder = Files.createDirectories(dir.resolve("folder/campaigns"));
    Files.writeString(folder.resolve("sale.yaml"), "priority: 1\n");
    var told = new LinkedBlockingQueue<SortedMap<String, String>>();
    try (var watch = RuleWatch.of(folder.getParent(), told::add, refused -> {})) {
      odd(folder);
      Files.writeString(folder.resolve("sale.yaml"), "priority: 2\n");
      assertThat(next(told, "priority: 2\n")).hasSize(1);
      Files.delete(folder.resolve("link.yaml"));
      Files.writeString(folder.resolve("sale.yaml"), "priority: 3\n");
      assertThat(next(told, "priority: 3\n")).hasSize(1);
      assertThat(watch).isNotNull();
    }
  }

  private static SortedMap<String, String> next(
      LinkedBlockingQueue<SortedMap<String, String>> told, String text) throws Exception {
    for (int i = 0; i < 5; i++) {
      var files = told.poll(20, TimeUnit.SECONDS);
      assertThat(files).isNotNull();
      if (files.containsValue(text)) {
        return files;
      }
    }
    throw new AssertionError("Never told of " + text);
  }

  private void odd(Path folder) throws IOException {
    Files.createSymbolicLink(folder.resolve(".#sale.yaml"), Path.of("me@host.1:2"));
    Files.createSymbolicLink(folder.resolve("link.yaml"), dir.resolve("gone"));
    Files.createSymbolicLink(folder.resolve("circle"), folder);
    Files.createSymbolicLink(folder.resolve("etc"), Path.of("/etc"));
    Files.write(folder.resolve("._sale.yaml"), new byte[] {(byte) 0xff});
    Files.write(folder.resolve("sale.yaml~"), new byte[] {(byte) 0xff});
    Files.write(folder.resolve(".sale.yaml.swp"), new byte[] {(byte) 0xff});
  }
}
