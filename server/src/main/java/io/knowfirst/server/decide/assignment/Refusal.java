package io.knowfirst.server.decide.assignment;

import java.util.List;

/** A change of an experiment that is not made, with the reasons and what may be done instead. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<String> reasons;
  private final transient List<Field> fields;

  /**
   * A field of the request that the refusal is about.
   *
   * @param pointer JSON pointer (RFC 6901)
   * @param expected what it may say
   * @param advice what else may be done, after "Maybe"
   */
  public record Field(String pointer, String expected, String advice) {}

  public Refusal(List<String> reasons) {
    this(reasons, List.of());
  }

  public Refusal(List<String> reasons, List<Field> fields) {
    super(String.join(" ", reasons), null, false, false);
    this.reasons = List.copyOf(reasons);
    this.fields = List.copyOf(fields);
  }

  /** Empty where it is about no field. */
  public List<Field> fields() {
    return fields;
  }

  public List<String> reasons() {
    return reasons;
  }
}
