package ratecast.rest;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import ratecast.wire.JsonBytes;

/** Values as the rest of the protocol writes them. */
final class Decimals {
  private Decimals() {}

  /** The decimal that the encoder of points writes for this value. */
  static BigDecimal of(double value) {
    byte[] text = new JsonBytes(24).number(value).toBytes();
    return new BigDecimal(new String(text, StandardCharsets.US_ASCII));
  }
}
