package ratecast;

import io.micronaut.http.server.exceptions.ServerStartupException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Why the program could not start, as a sentence for the person who started it.
 *
 * @param exitCode 2 for wrong settings, 1 for the rest
 * @param isBug nothing a setting can mend: the log has the stack trace
 */
record StartFailure(int exitCode, String sentence, boolean isBug) {
  /** A chain of causes longer than this goes in circles. */
  private static final int MOST_CAUSES = 50;

  private static final String OURS = StartFailure.class.getPackageName() + ".";

  static StartFailure of(Throwable failure) {
    List<Throwable> causes =
        Stream.<Throwable>iterate(failure, t -> t != null, Throwable::getCause)
            .limit(MOST_CAUSES)
            .toList();
    return Stream.of(wrongSetting(causes), ownException(causes), portTaken(causes))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(() -> bug(failure));
  }

  /**
   * Said by {@link Settings}, or by a room's {@code ...Config} about a value of application.yml.
   */
  private static Optional<StartFailure> wrongSetting(List<Throwable> causes) {
    return causes.stream()
        .filter(t -> t instanceof WrongSettingsException || isThrownByConfig(t))
        .findFirst()
        .map(t -> new StartFailure(2, String.valueOf(t.getMessage()), false));
  }

  private static boolean isThrownByConfig(Throwable failure) {
    StackTraceElement[] trace = failure.getStackTrace();
    return failure instanceof IllegalArgumentException
        && trace.length > 0
        && trace[0].getClassName().startsWith(OURS)
        && trace[0].getClassName().endsWith("Config");
  }

  private static Optional<StartFailure> portTaken(List<Throwable> causes) {
    return causes.stream()
        .filter(ServerStartupException.class::isInstance)
        .findFirst()
        .map(
            t ->
                "%s: %s. SERVER_HOST and SERVER_PORT say where Ratecast listens."
                    .formatted(t.getMessage(), causes.get(causes.size() - 1).getMessage()))
        .map(sentence -> new StartFailure(1, sentence, false));
  }

  /** An exception of a room says in its message what is the matter and what to do. */
  private static Optional<StartFailure> ownException(List<Throwable> causes) {
    return causes.stream()
        .filter(t -> t.getClass().getName().startsWith(OURS))
        .findFirst()
        .map(t -> new StartFailure(1, String.valueOf(t.getMessage()), false));
  }

  private static StartFailure bug(Throwable failure) {
    return new StartFailure(1, "Ratecast could not start: " + failure.getMessage(), true);
  }
}
