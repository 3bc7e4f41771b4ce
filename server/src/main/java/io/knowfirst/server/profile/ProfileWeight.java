package io.knowfirst.server.profile;

import io.knowfirst.rules.facts.Touch;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of the heap that a decoded profile takes, at most about, once its touches are grouped for
 * the rules. Texts count by their length, since whoever sends events chooses how long they are.
 */
final class ProfileWeight {
  private static final long PROFILE = 1_000;
  private static final long TOUCH = 360;
  private static final long NAMED = 300;
  private static final long VISIT = 220;

  private ProfileWeight() {}

  static long of(Profile profile) {
    int named = profile.stated().size() + profile.consents().size() + profile.assignments().size();
    var visits = profile.visits();
    long weight =
        PROFILE
            + NAMED * named
            + VISIT * visits.kept().size()
            + (long) Long.BYTES * (visits.earlier().length + profile.seqs().recent().length);
    for (var trait : profile.stated().values()) {
      for (var value : trait.values()) {
        weight += bytes(value);
      }
    }
    for (var visit : visits.kept()) {
      weight += of(visit.came());
    }
    for (var touch : profile.history().touches()) {
      weight += of(touch);
    }
    return weight;
  }

  private static long of(@Nullable Came came) {
    if (came == null) {
      return 0;
    }
    var arrival = came.from();
    return bytes(arrival.source())
        + bytes(arrival.medium())
        + bytes(arrival.campaign())
        + bytes(arrival.referrer());
  }

  private static long of(Touch touch) {
    var item = touch.item();
    long weight = TOUCH + bytes(touch.event()) + bytes(touch.name());
    return item == null
        ? weight
        : weight
            + bytes(item.product())
            + bytes(item.category())
            + bytes(item.brand())
            + bytes(item.size())
            + bytes(item.colour());
  }

  /** As of a text of Latin letters; of others it is half of it. */
  private static long bytes(@Nullable String text) {
    return text == null ? 0 : text.length();
  }
}
