package io.knowfirst.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class MessageHashTest {
  private static String of(String json) {
    try {
      return MessageHash.of(new ObjectMapper().readTree(json));
    } catch (JsonProcessingException broken) {
      throw new IllegalArgumentException(broken);
    }
  }

  @Test
  void the_same_message_sent_again_has_the_same_id() {
    var message =
        "{\"type\":\"track\",\"event\":\"Signed Up\",\"timestamp\":\"2026-11-20T12:00:00.123Z\"}";
    var again = message.replace("}", ",\"sentAt\":\"2026-11-20T12:05:00Z\"}");
    assertThat(of(message)).startsWith("sha256:").isEqualTo(of(again)).isEqualTo(of(message));
    assertThat(of(message.replace("123", "124"))).isNotEqualTo(of(message));
    assertThat(of(message.replace("Signed Up", "Signed In"))).isNotEqualTo(of(message));
  }

  @Test
  void a_message_without_a_time_cannot_be_told_from_another() {
    for (var time : new String[] {"", ",\"timestamp\":null", ",\"timestamp\":\" \""}) {
      var message = "{\"type\":\"page\"" + time + "}";
      assertThat(of(message)).hasSize(36).isNotEqualTo(of(message));
    }
  }
}
