package io.knowfirst.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.folder.RuleFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What docs/try-rules.md shows of commands is what they print. A block begins with {@code $ cat},
 * which tells a file, and goes on with a command and its output; {@code my-shop} is the example
 * shop without its scenarios, with that file in it.
 */
class SamplesTest {
  private static final Pattern BLOCK =
      Pattern.compile(
          "(?s)```\\n\\$ cat (\\S+)\\n(.*?)\\$ java -jar server/target/knowfirst.jar ([^\\n]*)\\n(.*?)```");
  private static final Path SHOP = Path.of("..", "rules", "shop").toAbsolutePath().normalize();

  @TempDir Path dir;

  @BeforeEach
  void shop() throws IOException {
    for (var file : RuleFolder.exampleFiles().entrySet()) {
      if (!file.getKey().startsWith("scenarios/")) {
        var path = dir.resolve("my-shop").resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void a_page_shows_what_a_command_prints(MatchResult block) throws IOException {
    var file = dir.resolve(block.group(1));
    Files.createDirectories(file.getParent());
    Files.writeString(file, block.group(2));
    var arguments = new ArrayList<String>();
    for (var word : List.of(block.group(3).split(" "))) {
      boolean ours = word.equals(block.group(1)) || word.equals("my-shop");
      arguments.add(
          word.equals("rules/shop") ? SHOP.toString() : ours ? dir.resolve(word).toString() : word);
    }
    assertThat(printed(arguments)).isEqualTo(block.group(4));
  }

  static Stream<MatchResult> blocks() throws IOException {
    var page = Files.readString(Path.of("..", "docs", "try-rules.md"));
    var blocks = BLOCK.matcher(page).results().toList();
    assertThat(blocks).hasSize(2);
    return blocks.stream();
  }

  private static String printed(List<String> arguments) {
    var console = System.out;
    var told = new ByteArrayOutputStream();
    try (var capture = new PrintStream(told, true, StandardCharsets.UTF_8)) {
      System.setOut(capture);
      CommandLines.run(arguments.toArray(String[]::new), Map.of());
    } finally {
      System.setOut(console);
    }
    return told.toString(StandardCharsets.UTF_8);
  }
}
