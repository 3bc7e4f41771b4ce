package io.knowfirst.experiments.assignment;

/** Range checks with the house's error text. */
final class Checks {

  private Checks() {}

  static void basisPoints(String name, int value) {
    if (value < 0 || value > BucketTable.BUCKETS) {
      throw new IllegalArgumentException(
          "%s is %d, expected 0 to 10000 basis points. Maybe it was given in percent: 50 %% is 5000."
              .formatted(name, value));
    }
  }

  static void named(String name, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(
          "%s is blank, expected some text. Maybe use the experiment's id.".formatted(name));
    }
  }
}
