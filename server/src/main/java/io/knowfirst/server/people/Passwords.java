package io.knowfirst.server.people;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import io.knowfirst.server.people.UserRefused.Why;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Hashes passwords with Argon2id and the least parameters that OWASP advises (19 MiB, 2 passes, 1
 * lane), two at a time, so that sign-ins take neither the memory nor the processors of decisions.
 */
final class Passwords implements AutoCloseable {
  private static final int KIB = 19_456;
  private static final int PASSES = 2;
  private static final int HASH_BYTES = 32;
  private static final int SALT_BYTES = 16;
  private static final int SHORTEST = 12;
  private static final int LONGEST = 200;
  private static final int AT_ONCE = 2;
  private static final Argon2Function FUNCTION =
      Argon2Function.getInstance(KIB, PASSES, 1, HASH_BYTES, Argon2.ID);

  private final WorkerExecutor workers;
  private final Future<String> nobodys;

  Passwords(Vertx vertx) {
    this.workers = vertx.createSharedWorkerExecutor("passwords", AT_ONCE);
    this.nobodys = workers.executeBlocking(() -> hashed("nobody's"), false);
  }

  /**
   * @return fails with {@link UserRefused} for a password that is too easy to guess
   */
  Future<String> hash(String password, String email) {
    int length = password.length();
    if (length < SHORTEST || length > LONGEST || password.toLowerCase(Locale.ROOT).equals(email)) {
      return Future.failedFuture(
          new UserRefused(
              Why.INVALID,
              "The password has %d characters, expected %d to %d, and not the e-mail address. Maybe take several words."
                  .formatted(length, SHORTEST, LONGEST)));
    }
    return workers.executeBlocking(() -> hashed(normal(password)), false);
  }

  /**
   * Whether it is the password of this hash.
   *
   * @param hash null for a user who is none, which takes as long
   */
  Future<Boolean> isOf(String password, @Nullable String hash) {
    if (password.length() > LONGEST) {
      return Future.succeededFuture(false);
    }
    return nobodys.compose(
        other ->
            workers.executeBlocking(
                () -> {
                  var against = hash == null ? other : hash;
                  boolean same =
                      Password.check(normal(password), against)
                          .with(Argon2Function.getInstanceFromHash(against));
                  return same && hash != null;
                },
                false));
  }

  @Override
  public void close() {
    workers.close();
  }

  private static String hashed(String password) {
    return Password.hash(password).addRandomSalt(SALT_BYTES).with(FUNCTION).getResult();
  }

  /** The same characters, however a keyboard composes them. */
  private static String normal(String password) {
    return Normalizer.normalize(password, Normalizer.Form.NFKC);
  }
}
