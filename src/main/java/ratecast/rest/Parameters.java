package ratecast.rest;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Query and path parameters as values; what is wrong ends the request and names the parameter. */
final class Parameters {
  private Parameters() {}

  /** A whole number within the bounds, both inclusive; empty where it is not given. */
  static Optional<Long> whole(String name, @Nullable String text, long min, long max) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      long number = Long.parseLong(text);
      if (number >= min && number <= max) {
        return Optional.of(number);
      }
    } catch (NumberFormatException notWhole) {
      // answered below
    }
    throw ProblemException.parameter(
        name, "\"" + name + "\" must be a whole number from " + min + " to " + max + ".");
  }

  /** A moment in whole seconds since 1970; empty where it is not given. */
  static Optional<Long> seconds(String name, @Nullable String text) {
    try {
      return whole(name, text, 0, MAX_SECONDS);
    } catch (ProblemException wrong) {
      throw ProblemException.parameter(
          name, "\"" + name + "\" must be whole seconds since 1970 UTC, as in 1455883484.");
    }
  }

  /** The year 2160: until then the store's minutes have eight digits. */
  static final long MAX_SECONDS = 5_999_999_999L;
}
