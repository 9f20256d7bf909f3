package ratecast.bench;

/** The bench cannot go on; the message is a sentence for the one who started it. */
final class BenchException extends RuntimeException {
  BenchException(String message) {
    super(message);
  }
}
