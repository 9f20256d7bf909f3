package ratecast.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import ratecast.market.Asset;

class HistoryJsonTest {
  private static final Asset EURUSD = new Asset(1, "EURUSD");
  private static final HistoryJson.Reach REACH =
      new HistoryJson.Reach(EURUSD, 1455883480, 1455883490, true);

  @Test
  void theBaseFormHasNothingButThePoints() throws IOException {
    JsonBytes out = new JsonBytes(0).raw(HistoryJson.baseHead());
    PointJson point = new PointJson(EURUSD);

    point.write(1455883484, 1.110481, out);
    out.character(',');
    point.write(1455883485, 1.110948, out);

    assertThat(closed(out))
        .isEqualTo(
            "{\"action\":\"asset_history\",\"message\":{\"points\":["
                + "{\"assetName\":\"EURUSD\",\"time\":1455883484,\"assetId\":1,\"value\":1.110481},"
                + "{\"assetName\":\"EURUSD\",\"time\":1455883485,\"assetId\":1,\"value\":1.110948}"
                + "]}}");
  }

  @Test
  void aHistoryWithoutPointsIsAnEmptyList() throws IOException {
    assertThat(closed(new JsonBytes(0).raw(HistoryJson.baseHead())))
        .isEqualTo("{\"action\":\"asset_history\",\"message\":{\"points\":[]}}");
  }

  @Test
  void theExtendedFormSaysWhatItCovers() throws IOException {
    byte[] head = HistoryJson.pointsHead(new RequestId("\"a\""), REACH);

    assertThat(closed(new JsonBytes(0).raw(head)))
        .isEqualTo(
            "{\"action\":\"asset_history\",\"id\":\"a\",\"message\":{\"assetId\":1,"
                + "\"from\":1455883480,\"to\":1455883490,\"complete\":true,\"points\":[]}}");
  }

  @Test
  void aHistoryThatDoesNotReachBackSaysSo() throws IOException {
    HistoryJson.Reach partial = new HistoryJson.Reach(EURUSD, 0, 5, false);

    assertThat(closed(new JsonBytes(0).raw(HistoryJson.pointsHead(RequestId.NONE, partial))))
        .isEqualTo(
            "{\"action\":\"asset_history\",\"message\":{\"assetId\":1,"
                + "\"from\":0,\"to\":5,\"complete\":false,\"points\":[]}}");
  }

  @Test
  void columnsHaveOneValueAStepAndNullWhereThereIsNone() throws IOException {
    JsonBytes out =
        new JsonBytes(0).raw(HistoryJson.columnsHead(new RequestId("3"), REACH, 1455883484, 1));
    ColumnsJson values = new ColumnsJson(out, 1);

    values.value(1455883484, 1.110481);
    values.value(1455883485, 1.110948);
    values.value(1455883488, 1.1);

    assertThat(closed(out))
        .isEqualTo(
            "{\"action\":\"asset_history\",\"id\":3,\"message\":{\"assetId\":1,"
                + "\"from\":1455883480,\"to\":1455883490,\"complete\":true,"
                + "\"assetName\":\"EURUSD\",\"start\":1455883484,\"step\":1,"
                + "\"values\":[1.110481,1.110948,null,null,1.1]}}");
  }

  @Test
  void columnsOfFiveSecondsPutEachValueInItsStretch() throws IOException {
    JsonBytes out =
        new JsonBytes(0).raw(HistoryJson.columnsHead(RequestId.NONE, REACH, 1455883480, 5));
    ColumnsJson values = new ColumnsJson(out, 5);

    values.value(1455883484, 1);
    values.value(1455883485, 2);
    values.value(1455883499, 3);

    assertThat(closed(out)).endsWith("\"start\":1455883480,\"step\":5,\"values\":[1,2,null,3]}}");
  }

  @Test
  void columnsWithoutPointsAreAnEmptyList() throws IOException {
    byte[] head = HistoryJson.columnsHead(RequestId.NONE, REACH, 1455883480, 1);

    assertThat(closed(new JsonBytes(0).raw(head))).endsWith("\"values\":[]}}");
  }

  /** The text with its end, proven to be one valid JSON object. */
  private static String closed(JsonBytes out) throws IOException {
    byte[] json = out.ascii(HistoryJson.TAIL).toBytes();
    assertThat(JsonTree.read(json)).isInstanceOf(Map.class);
    return new String(json, UTF_8);
  }
}
