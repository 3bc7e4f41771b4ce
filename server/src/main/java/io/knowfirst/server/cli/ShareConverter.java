package io.knowfirst.server.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A share, as {@code 3%} or {@code 0.03}. */
final class ShareConverter implements ITypeConverter<Double> {
  @Override
  public Double convert(String text) {
    try {
      double share =
          text.endsWith("%")
              ? Double.parseDouble(text.substring(0, text.length() - 1)) / 100
              : Double.parseDouble(text);
      if (share >= 0 && share <= 1) {
        return share;
      }
    } catch (NumberFormatException noNumber) {
      // refused below
    }
    throw new TypeConversionException(
        "is %s, expected a share from 0%% to 100%%. Maybe 3%% was meant.".formatted(text));
  }
}
