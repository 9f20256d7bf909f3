package ratecast.pitch.imports;

/** The program ends in the middle of an import, which goes on at the next start. */
final class StoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StoppedException() {
    super("stopped", null, false, false);
  }
}
