package io.knowfirst.experiments.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HashVersionTest {

  /** Critical values of the chi-square distribution, 1 df: p = 0.001 and p = 1e-8. */
  private static final double PLAUSIBLE = 10.83;

  private static final double IMPOSSIBLE = 32.8;

  @ParameterizedTest(name = "v{2}({0}, {1}) = {3}")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        // GrowthBook, packages/sdk-js/test/cases.json, section "hash": seed, id, version, value
        "``, a, V1, 0.22",
        "``, b, V1, 0.077",
        "b, a, V1, 0.946",
        "ef, d, V1, 0.652",
        "asdf, 8952klfjas09ujk, V1, 0.549",
        "``, 123, V1, 0.011",
        "``, ___)((*\":&, V1, 0.563",
        "seed, a, V2, 0.0505",
        "seed, b, V2, 0.2696",
        "foo, ab, V2, 0.2575",
        "foo, def, V2, 0.2019",
        "89123klj, 8952klfjas09ujkasdf, V2, 0.124",
        "90850943850283058242805, 123, V2, 0.7516",
        "()**(%$##$%#$#, ___)((*\":&, V2, 0.0128"
      })
  void bucket_publishedVector_equalsGrowthBook(
      String seed, String id, HashVersion version, double value) {
    assertThat(version.bucket(seed, id) / 10_000.0).isEqualTo(value);
  }

  @ParameterizedTest(name = "{0} {1}: v1 {2}, v2 {3}")
  @CsvSource({
    // Computed with GrowthBook's published JavaScript function in Node 20
    "seed, émile, 4720, 9258",
    "'', émile, 570, 5632",
    "seed, 日本, 5450, 9652",
    "seed, 👍a, 110, 4014"
  })
  void bucket_idOutsideAscii_hashesUtf16CodeUnits(String seed, String id, int v1, int v2) {
    assertThat(HashVersion.V1.bucket(seed, id)).isEqualTo(v1);
    assertThat(HashVersion.V2.bucket(seed, id)).isEqualTo(v2);
  }

  @Test
  void bucket_anyText_equalsTheStringFormOfTheAlgorithm() {
    var random = new Random(11);
    for (int i = 0; i < 2_000; i++) {
      String seed = "s" + random.nextInt(100);
      String id = Long.toString(random.nextLong(), 36);
      long inner = plainFnv(seed + id);
      assertThat(HashVersion.V2.bucket(seed, id)).isEqualTo(plainFnv("" + inner) % 10_000);
    }
  }

  @Test
  void bucket_twoExperimentsUnderV2_areIndependent() {
    assertThat(chiSquareOfTwoExperiments(HashVersion.V2)).isLessThan(PLAUSIBLE);
  }

  @Test
  void bucket_twoExperimentsUnderV1_areDependent() {
    assertThat(chiSquareOfTwoExperiments(HashVersion.V1)).isGreaterThan(IMPOSSIBLE);
  }

  private static double chiSquareOfTwoExperiments(HashVersion version) {
    int[][] table = new int[2][2];
    for (int i = 0; i < 20_000; i++) {
      String id = "user-" + i;
      table[version.bucket("exp-a", id) / 5_000][version.bucket("exp-b", id) / 5_000]++;
    }
    double n = 20_000;
    double chiSquare = 0;
    for (int row = 0; row < 2; row++) {
      for (int column = 0; column < 2; column++) {
        double expected =
            (table[row][0] + table[row][1]) * (double) (table[0][column] + table[1][column]) / n;
        chiSquare += Math.pow(table[row][column] - expected, 2) / expected;
      }
    }
    return chiSquare;
  }

  /** Another way to the same number: 64-bit arithmetic on whole strings. */
  private static long plainFnv(String text) {
    long hash = 2_166_136_261L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 16_777_619L & 0xffff_ffffL;
    }
    return hash;
  }
}
