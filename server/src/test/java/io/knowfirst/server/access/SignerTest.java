package io.knowfirst.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignerTest {
  private static final SigningSecrets.Secret SECRET =
      new SigningSecrets.Secret(
          1, Buffer.buffer("0123456789abcdef0123456789abcdef"), Instant.EPOCH, null);

  /** Computed with OpenSSL: printf 'VISITOR\0001.djE' | openssl dgst -sha256 -hmac SECRET. */
  private static final String TOKEN = "1.djE.LsZkxd8FaomD-Udd4v1XsA";

  private final Signer signer = new Signer(List.of(SECRET), 1);

  @Test
  void aTokenIsSignedAsHmacSha256CutToHalf() {
    assertThat(signer.sign(Signer.Use.VISITOR, "v1")).isEqualTo(TOKEN);
    assertThat(signer.read(Signer.Use.VISITOR, TOKEN, Instant.EPOCH)).contains("v1");
  }

  @Test
  void aTokenIsGoodForItsUseOnly() {
    assertThat(signer.read(Signer.Use.EXPOSURE, TOKEN, Instant.EPOCH)).isEmpty();
  }

  @Test
  void noCharacterOfATokenCanBeChanged() {
    for (int i = 0; i < TOKEN.length() - 1; i++) {
      var other = TOKEN.charAt(i) == 'A' ? 'B' : 'A';
      var changed = TOKEN.substring(0, i) + other + TOKEN.substring(i + 1);
      assertThat(signer.read(Signer.Use.VISITOR, changed, Instant.EPOCH)).as(changed).isEmpty();
    }
  }

  @Test
  void theSigningSecretIsOneOfThoseKnown() {
    assertThatThrownBy(() -> new Signer(List.of(SECRET), 2))
        .hasMessage("signing is 2, expected one of [1]");
  }
}
