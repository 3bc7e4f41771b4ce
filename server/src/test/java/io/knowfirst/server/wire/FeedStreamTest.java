package io.knowfirst.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies are cut anywhere: the lines are the same. */
class FeedStreamTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1000})
  void theElementsOfAnArrayAreLines(int chunk) {
    var array =
        """
         [ {"id":"a","n":[1,{"x":","}]},
           {"id":"b \\"],[ \\\\","m":{}} , 7
         ]
        """;
    assertThat(
            lines(new ArrayForm(), array, chunk)
                .lines()
                .map(String::strip)
                .filter(l -> !l.isEmpty()))
        .containsExactly(
            "{\"id\":\"a\",\"n\":[1,{\"x\":\",\"}]}", "{\"id\":\"b \\\"],[ \\\\\",\"m\":{}}", "7");
  }

  @Test
  void oneObjectIsOneLine() {
    assertThat(lines(new ArrayForm(), "{\"id\":\n\"a\"}", 4).strip()).isEqualTo("{\"id\": \"a\"}");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1000})
  void theRecordsOfATableAreLines(int chunk) {
    var table =
        "\ufeffID;Name;Price;Category;Marke;Stock\r\n1;\"Jeans; \"\"blue\"\"\nslim\";59,90;A > B;Acme;-1\r\n\r\n2;Hemd;19,90;A;;";
    assertThat(lines(new CsvForm(), table, chunk).lines())
        .containsExactly(
            "{\"id\":\"1\",\"name\":\"Jeans; \\\"blue\\\"\\nslim\",\"price\":\"59,90\",\"category\":\"A > B\",\"stock\":\"-1\",\"attributes\":{\"marke\":\"Acme\"}}",
            "{\"id\":\"2\",\"name\":\"Hemd\",\"price\":\"19,90\",\"category\":\"A\"}");
  }

  private static String lines(FeedStream.Form form, String body, int size) {
    var bytes = Buffer.buffer(body);
    var lines = Buffer.buffer();
    for (int at = 0; at < bytes.length(); at += size) {
      lines.appendBuffer(form.lines(bytes.getBuffer(at, Math.min(bytes.length(), at + size))));
    }
    return lines.appendBuffer(form.end()).toString();
  }
}
