package ratecast.stream;

/** How connections end: the table of the protocol, section 1.6. */
enum CloseCode {
  NORMAL(1000, "bye"),
  GOING_AWAY(1001, "server shutting down"),
  PROTOCOL_ERROR(1002, "protocol error"),
  NOT_TEXT(1003, "send text frames"),
  TOO_MANY_BAD_REQUESTS(1008, "too many bad requests"),
  TOO_LARGE(1009, "request larger than 64 KiB"),
  INTERNAL_ERROR(1011, "internal error"),
  NO_PONG(4000, "no pong"),
  TOO_SLOW(4001, "too slow: come back with since");

  private final int code;
  private final String reason;

  CloseCode(int code, String reason) {
    this.code = code;
    this.reason = reason;
  }

  int code() {
    return code;
  }

  String reason() {
    return reason;
  }
}
