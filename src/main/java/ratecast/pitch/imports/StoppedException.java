package ratecast.pitch.imports;

/**
 * An import is left in its middle: the program ends, and it goes on at the next start, or another
 * run has it.
 */
final class StoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StoppedException() {
    super("stopped", null, false, false);
  }
}
