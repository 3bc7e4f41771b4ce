package io.knowfirst.server.web;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.knowfirst.server.access.LoadLimits;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Token buckets by client address and by key. A bucket holds the requests of two seconds, so a page
 * that asks for several things at once is not held up; one that is full again is forgotten.
 */
final class RateLimits {
  private static final int BURST_SECONDS = 2;
  private static final int MOST_BUCKETS = 100_000;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** Of all addresses for which there is no room, which only a flood has so many of. */
  private static final String OTHERS = "";

  private final int addressRate;
  private final int keyRate;
  private final TimeMeter time;
  private final Map<String, Bucket> addresses = new ConcurrentHashMap<>();
  private final Map<String, Bucket> keys = new ConcurrentHashMap<>();

  RateLimits(LoadLimits limits, TimeMeter time) {
    this.addressRate = limits.addressRate();
    this.keyRate = limits.keyRate();
    this.time = time;
  }

  boolean areByAddress() {
    return addressRate > 0;
  }

  /** Takes a token of an address; seconds to wait where none is left, else 0. */
  long takeOfAddress(String address) {
    return addressRate == 0 ? 0 : take(addresses, address, addressRate);
  }

  /** Takes a token of a key, by its id; seconds to wait where none is left, else 0. */
  long takeOfKey(String key) {
    return keyRate == 0 ? 0 : take(keys, key, keyRate);
  }

  private long take(Map<String, Bucket> buckets, String whose, int rate) {
    var bucket = buckets.get(whose);
    if (bucket == null) {
      var name = buckets.size() < MOST_BUCKETS ? whose : OTHERS;
      bucket = buckets.computeIfAbsent(name, fresh -> bucket(rate));
    }
    var probe = bucket.tryConsumeAndReturnRemaining(1);
    return probe.isConsumed()
        ? 0
        : Math.max(1, TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill() + SECOND - 1));
  }

  private Bucket bucket(int rate) {
    return Bucket.builder()
        .addLimit(
            limit ->
                limit
                    .capacity((long) BURST_SECONDS * rate)
                    .refillGreedy(rate, Duration.ofSeconds(1)))
        .withCustomTimePrecision(time)
        .build();
  }

  /** Forgets the buckets that are full again. */
  void tidy() {
    tidy(addresses, addressRate);
    tidy(keys, keyRate);
  }

  int buckets() {
    return addresses.size() + keys.size();
  }

  private static void tidy(Map<String, Bucket> buckets, int rate) {
    buckets.values().removeIf(bucket -> bucket.getAvailableTokens() >= (long) BURST_SECONDS * rate);
  }
}
