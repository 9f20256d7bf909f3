package ratecast.pitch;

import ratecast.intake.Rejection;

/**
 * A line that is no message, and why: a value, since a file may hold a million of them.
 *
 * @param offset where in the line the fault is, counted after the SOUP character; for a line that
 *     is too short or too long, the length it should have had
 * @param text the line as it came, one character a byte, shortened
 */
public record Refusal(Reason reason, int offset, String text) implements Decoded {
  static final int MAX_TEXT = 200;

  public Refusal {
    text = text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
  }

  /** Why a line is no message. */
  public enum Reason {
    /** Nothing, or the SOUP character alone, which ends a session. */
    EMPTY("empty", false),
    TOO_SHORT("too-short", false),
    TOO_LONG("too-long", false),
    UNKNOWN_TYPE("unknown-type", false),
    /** A login answer, a heartbeat or another SOUP packet that carries no message. */
    CONTROL_PACKET("control-packet", false),
    /** A byte outside 0x20 to 0x7E, whatever else is wrong with the line. */
    NON_ASCII("non-ascii", false),
    /** Digits, but past the last millisecond of the day. */
    BAD_TIME("bad-time", false),
    BAD_NUMBER("bad-number", true),
    BAD_BASE36("bad-base36", true),
    BAD_SIDE("bad-side", false),
    /** Blank, or not left justified. */
    BAD_SYMBOL("bad-symbol", false),
    BAD_ALPHA("bad-alpha", true),
    /** A letter that the specification does not know in that place. */
    BAD_CODE("bad-code", true);

    private final String code;
    private final boolean placed;

    Reason(String code, boolean placed) {
      this.code = code;
      this.placed = placed;
    }

    /** In lower case with dashes, fit to be counted and to be a metric's label. */
    public String code() {
      return code;
    }
  }

  /**
   * The reason as people read it: with the offset of the field where that says more than the code,
   * "bad-number at 22". A few hundred at the most, whatever the file holds.
   */
  public String label() {
    return reason.placed ? reason.code + " at " + offset : reason.code;
  }

  public Rejection toRejection() {
    return new Rejection(reason.code, text);
  }
}
