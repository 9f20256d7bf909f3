package ratecast.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ratecast.market.Asset;
import ratecast.wire.MessageEncoder.SubscriptionState;

class MessageEncoderTest {
  private static final RequestId SEVEN = new RequestId("7");

  @Test
  void assetsAreListedByIdAndName() throws IOException {
    List<Asset> assets = List.of(new Asset(1, "EURUSD"), new Asset(2, "USDJPY"));

    assertThat(text(MessageEncoder.assets(RequestId.NONE, assets)))
        .isEqualTo(
            "{\"action\":\"assets\",\"message\":{\"assets\":["
                + "{\"id\":1,\"name\":\"EURUSD\"},{\"id\":2,\"name\":\"USDJPY\"}]}}");
  }

  @Test
  void anEmptyListIsStillThere() throws IOException {
    assertThat(text(MessageEncoder.assets(RequestId.NONE, List.of())))
        .isEqualTo("{\"action\":\"assets\",\"message\":{\"assets\":[]}}");
    assertThat(
            text(
                MessageEncoder.acknowledgement(
                    "unsubscribed", RequestId.NONE, List.of(), Optional.empty())))
        .isEqualTo("{\"action\":\"unsubscribed\",\"message\":{\"assetIds\":[]}}");
    assertThat(text(MessageEncoder.subscriptions(RequestId.NONE, List.of(), false)))
        .isEqualTo("{\"action\":\"subscriptions\",\"message\":{\"subscriptions\":[]}}");
  }

  @Test
  void theIdStandsBetweenActionAndMessageAsTheClientWroteIt() throws IOException {
    assertThat(text(MessageEncoder.assets(new RequestId("\"a\\\"é😀\""), List.of())))
        .isEqualTo("{\"action\":\"assets\",\"id\":\"a\\\"é😀\",\"message\":{\"assets\":[]}}");
    assertThat(text(MessageEncoder.pong(SEVEN, 1455883499123L)))
        .isEqualTo("{\"action\":\"pong\",\"id\":7,\"message\":{\"time\":1455883499123}}");
  }

  @Test
  void acknowledgementsNameTheAssetsOrTheChannel() throws IOException {
    assertThat(
            text(
                MessageEncoder.acknowledgement(
                    "subscribed", SEVEN, List.of(1, 2, 7), Optional.empty())))
        .isEqualTo("{\"action\":\"subscribed\",\"id\":7,\"message\":{\"assetIds\":[1,2,7]}}");
    assertThat(text(MessageEncoder.channelAcknowledgement("subscribed", SEVEN, "status")))
        .isEqualTo("{\"action\":\"subscribed\",\"id\":7,\"message\":{\"channel\":\"status\"}}");
  }

  @Test
  void subscriptionsAreListedWithTheirPace() throws IOException {
    List<SubscriptionState> points =
        List.of(
            new SubscriptionState(1, 1, Optional.empty()),
            new SubscriptionState(2, 5, Optional.empty()));

    assertThat(text(MessageEncoder.subscriptions(SEVEN, points, true)))
        .isEqualTo(
            "{\"action\":\"subscriptions\",\"id\":7,\"message\":{\"subscriptions\":["
                + "{\"assetId\":1,\"channel\":\"points\",\"everySeconds\":1},"
                + "{\"assetId\":2,\"channel\":\"points\",\"everySeconds\":5},"
                + "{\"channel\":\"status\"}]}}");
    assertThat(text(MessageEncoder.subscriptions(RequestId.NONE, List.of(), true)))
        .isEqualTo(
            "{\"action\":\"subscriptions\",\"message\":"
                + "{\"subscriptions\":[{\"channel\":\"status\"}]}}");
  }

  @Test
  void anErrorIsAsTheProtocolShowsIt() throws IOException {
    RequestError error =
        RequestError.of(
            SEVEN, ErrorCode.ASSET_NOT_FOUND, Texts.noAsset(99), "subscribe", "assetId");

    assertThat(text(MessageEncoder.error(error)))
        .isEqualTo(
            "{\"action\":\"error\",\"id\":7,\"message\":{\"code\":\"ASSET_NOT_FOUND\",\"text\":"
                + "\"No asset with id 99. Send \\\"assets\\\" for the list.\","
                + "\"action\":\"subscribe\",\"field\":\"assetId\"}}");
  }

  @Test
  void anErrorLeavesOutWhatIsNotKnownAndSaysWhenToComeBack() throws IOException {
    RequestError error =
        new RequestError(RequestId.NONE, ErrorCode.RATE_LIMITED, "Slower.", "", "", 250);

    assertThat(text(MessageEncoder.error(error)))
        .isEqualTo(
            "{\"action\":\"error\",\"message\":"
                + "{\"code\":\"RATE_LIMITED\",\"text\":\"Slower.\",\"retryAfterMs\":250}}");
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void anErrorOfAnyTextIsValidJson(ErrorCode code) throws IOException {
    String wild = "\"quoted\" \\ \u0000\u001f\n é € 😀 </script>";

    byte[] json =
        MessageEncoder.error(new RequestError(new RequestId("-1"), code, wild, wild, wild, 1));

    Map<String, Object> message =
        Map.of(
            "code", code.name(), "text", wild, "action", wild, "field", wild, "retryAfterMs", 1L);
    assertThat(JsonTree.read(json))
        .isEqualTo(Map.of("action", "error", "id", -1L, "message", message));
  }

  /** The text, proven to be one valid JSON object. */
  private static String text(byte[] json) throws IOException {
    assertThat(JsonTree.read(json)).isInstanceOf(Map.class);
    return new String(json, UTF_8);
  }
}
