package ratecast.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import ratecast.market.Asset;

class PointJsonTest {
  private static final PointJson JSON = new PointJson(new Asset(1, "EURUSD"));

  @Test
  void aPointHasExactlyTheMembersOfTheBaseProtocolInItsOrder() {
    JsonBytes out = new JsonBytes(0);

    JSON.write(1455883485, 1.110948, out);

    assertThat(text(out))
        .isEqualTo(
            "{\"assetName\":\"EURUSD\",\"time\":1455883485,\"assetId\":1,\"value\":1.110948}");
  }

  @Test
  void betweenHeadAndTailItIsTheMessageOfTheProtocol() throws IOException {
    JsonBytes out = new JsonBytes(0).ascii(MessageEncoder.POINT_HEAD);

    JSON.write(1455883485, 1.110948, out);
    out.ascii(MessageEncoder.POINT_TAIL);

    assertThat(text(out))
        .isEqualTo(
            "{\"action\":\"point\",\"message\":{\"assetName\":\"EURUSD\",\"time\":1455883485,"
                + "\"assetId\":1,\"value\":1.110948}}");
    assertThat(JsonTree.read(out.toBytes())).isInstanceOf(Map.class);
  }

  @Test
  void aMergedPointSaysAlsoWhatItStandsFor() {
    JsonBytes out = new JsonBytes(0);

    JSON.writeMerged(new Merged(1455883489, 1.11, 5, 1.12, 1.095), out);

    assertThat(text(out))
        .isEqualTo(
            "{\"assetName\":\"EURUSD\",\"time\":1455883489,\"assetId\":1,\"value\":1.11,"
                + "\"count\":5,\"high\":1.12,\"low\":1.095}");
  }

  @Test
  void everyCharacterANameMayHaveStandsAsItIs() throws IOException {
    for (char c = '!'; c <= '~'; c++) {
      if (Asset.isName("A" + c)) {
        JsonBytes out = new JsonBytes(0);
        new PointJson(new Asset(Integer.MAX_VALUE, "A" + c)).write(0, 0, out);

        assertThat(JsonTree.read(out.toBytes()))
            .isEqualTo(
                Map.of("assetName", "A" + c, "time", 0L, "assetId", 2147483647L, "value", 0L));
      }
    }
  }

  private static String text(JsonBytes out) {
    return new String(out.toBytes(), UTF_8);
  }
}
