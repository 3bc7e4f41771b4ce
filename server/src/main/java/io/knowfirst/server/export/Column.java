package io.knowfirst.server.export;

/** A column of an export; every one may be null. */
record Column(String name, Type type) {
  /** What its values are: String, Long, Double, Boolean, Instant. */
  enum Type {
    TEXT,
    INTEGER,
    NUMBER,
    TRUTH,
    TIME;

    /** By the name that PostgreSQL's driver gives. */
    static Type of(String postgres) {
      return switch (postgres) {
        case "int2", "int4", "int8" -> INTEGER;
        case "float4", "float8", "numeric" -> NUMBER;
        case "bool" -> TRUTH;
        case "timestamptz" -> TIME;
        default -> TEXT;
      };
    }
  }
}
