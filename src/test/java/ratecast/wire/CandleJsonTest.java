package ratecast.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import ratecast.market.Candle;

class CandleJsonTest {
  @Test
  void valuesAreTheExactDecimalsOfThePoints() {
    JsonBytes out = new JsonBytes(16);

    CandleJson.write(new Candle(1455883440, 1.110481, 1.1105, 1.11, 1.1102, 60, true), out);

    assertThat(new String(out.toBytes(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"time\":1455883440,\"open\":1.110481,\"high\":1.1105,\"low\":1.11,\"close\":1.1102,"
                + "\"count\":60,\"closed\":true}");
  }
}
