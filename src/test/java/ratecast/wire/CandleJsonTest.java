package ratecast.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import ratecast.market.Asset;
import ratecast.market.Candle;
import ratecast.market.Interval;

class CandleJsonTest {
  @Test
  void digitsAreLatinWhateverTheMachineWritesWith() {
    Locale usual = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("bn-BD-u-nu-beng"));
    try {
      byte[] history =
          new CandleMessages(new Asset(1, "EURUSD"), Interval.M1)
              .history(RequestId.NONE, 1455883440, true, List.of());

      assertThat(new String(history, StandardCharsets.UTF_8)).contains("{\"assetId\":1,");
    } finally {
      Locale.setDefault(usual);
    }
  }

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
