package io.knowfirst.server.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Ids of messages that came without one. */
final class MessageHash {
  private static final List<String> TIMES = List.of("timestamp", "originalTimestamp");
  private static final Set<String> OF_SENDING = Set.of("sentAt", "receivedAt", "writeKey");

  private MessageHash() {}

  /** The same for the same message sent again, as far as its time tells it from any other. */
  static String of(JsonNode message) {
    if (TIMES.stream().allMatch(time -> blank(message.get(time)))) {
      return UUID.randomUUID().toString();
    }
    var text = message.<ObjectNode>deepCopy().without(OF_SENDING).toString();
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256:" + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing from this Java", e);
    }
  }

  /** Whether a field says nothing. */
  static boolean blank(@Nullable JsonNode value) {
    return value == null || value.isNull() || (value.isTextual() && value.textValue().isBlank());
  }
}
