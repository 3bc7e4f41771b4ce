package io.knowfirst.server.webhooks;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint that is told what happens.
 *
 * @param events types such as {@code rules.published}, areas such as {@code rules}, or {@code *}
 * @param waiting messages that are still to be delivered
 * @param failed messages that were given up
 * @param disabled since when it is told nothing more, as it answered 410 Gone; null for not at all
 */
public record Webhook(
    String id,
    String url,
    List<String> events,
    Instant created,
    long waiting,
    long failed,
    @Nullable Instant disabled) {

  public Webhook {
    events = List.copyOf(events);
  }

  /**
   * One with the secret that signs its messages, which is told once.
   *
   * @param secret {@code whsec_} and Base64
   */
  public record WithSecret(Webhook webhook, String secret) {}

  /**
   * What an endpoint is told.
   *
   * @param id the same at each attempt: the receiver's key against doubles
   * @param state waiting, delivered or failed
   * @param next when it is sent next; null where it is not
   * @param failure of the last attempt; null for none
   */
  public record Message(
      long seq,
      String id,
      String type,
      String body,
      Instant created,
      int attempts,
      String state,
      @Nullable Instant next,
      @Nullable String failure) {}
}
