package ratecast.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ratecast.wire.Command.Add;
import ratecast.wire.Command.ListAssets;
import ratecast.wire.Command.ListSubscriptions;
import ratecast.wire.Command.Ping;
import ratecast.wire.Command.Select;
import ratecast.wire.Command.Unsubscribe;
import ratecast.wire.Command.UnwatchStatus;
import ratecast.wire.Command.WatchStatus;

class CommandDecoderTest {
  private static final RequestId NO_ID = RequestId.NONE;

  @Test
  void theBaseMessagesAreUnderstood() throws InvalidRequestException {
    assertThat(decode("{\"action\":\"assets\",\"message\":{}}")).isEqualTo(new ListAssets(NO_ID));
    assertThat(decode("{\"action\":\"subscribe\",\"message\":{\"assetId\":1}}"))
        .isEqualTo(new Select(NO_ID, 1, SubscribeOptions.NONE));
  }

  @Test
  void theOtherActionsAreUnderstood() throws InvalidRequestException {
    assertThat(message("ping", "")).isEqualTo(new Ping(NO_ID));
    assertThat(message("subscriptions", "")).isEqualTo(new ListSubscriptions(NO_ID));
    assertThat(message("subscribe", "'channel':'status'")).isEqualTo(new WatchStatus(NO_ID));
    assertThat(message("unsubscribe", "'channel':'status'")).isEqualTo(new UnwatchStatus(NO_ID));
    assertThat(message("unsubscribe", "'channel':'points'")).isEqualTo(everything());
  }

  @Test
  void theOrderOfMembersAndSpaceBetweenThemDoNotMatter() throws InvalidRequestException {
    String text =
        "\n { \"message\" : { \"assetId\" : 7 } ,\t\"id\" : 3, \"action\":\"subscribe\"}\r\n";

    assertThat(decode(text)).isEqualTo(new Select(new RequestId("3"), 7, SubscribeOptions.NONE));
  }

  @Test
  void unknownMembersAreIgnored() throws InvalidRequestException {
    String text = "{\"v\":2,\"action\":\"ping\",\"x\":{\"y\":[1,{}]},\"message\":{\"z\":null}}";

    assertThat(decode(text)).isEqualTo(new Ping(NO_ID));
    assertThat(message("subscribe", "'assetId':2,'colour':'red'"))
        .isEqualTo(new Select(NO_ID, 2, SubscribeOptions.NONE));
  }

  @Test
  void ofAMemberThatComesTwiceTheLastCounts() throws InvalidRequestException {
    assertThat(message("subscribe", "'assetId':2,'assetId':3"))
        .isEqualTo(new Select(NO_ID, 3, SubscribeOptions.NONE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "7",
        "-1",
        "9223372036854775807",
        "-9223372036854775808",
        "\"\"",
        "\"a\"",
        "\"é€😀\"",
        "\"say \\\"hi\\\" \\\\ \\u0000\\u001f\""
      })
  void anIdComesBackAsItWasSent(String json) throws InvalidRequestException {
    Command command = decode("{\"action\":\"ping\",\"id\":" + json + ",\"message\":{}}");

    assertThat(command.id()).isEqualTo(new RequestId(json));
    assertThat(command.id().isPresent()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          "\\n\\t\\b" | "\\u000a\\u0009\\u0008"
          "\\/\\u0041" | "/A"
          "\\u20ac"    | "€"
          """)
  void anIdWrittenWithOtherEscapesComesBackAsTheSameString(String sent, String returned)
      throws InvalidRequestException {
    Command command = decode("{\"action\":\"ping\",\"id\":" + sent + ",\"message\":{}}");

    assertThat(command.id().json()).isEqualTo(returned);
  }

  @Test
  void anIdMayHave64Characters() throws InvalidRequestException {
    String json = "\"" + "\u20ac".repeat(64) + "\"";

    assertThat(decode("{\"action\":\"ping\",\"id\":" + json + ",\"message\":{}}").id())
        .isEqualTo(new RequestId(json));
  }

  @Test
  void addingNamesAssetsOnceEachInTheOrderSent() throws InvalidRequestException {
    assertThat(message("subscribe", "'assetIds':[7,1,7,2,1]"))
        .isEqualTo(new Add(NO_ID, Optional.of(List.of(7, 1, 2)), SubscribeOptions.NONE));
    assertThat(message("subscribe", "'assetIds':'all'"))
        .isEqualTo(new Add(NO_ID, Optional.empty(), SubscribeOptions.NONE));
  }

  @Test
  void leavingNamesAssetsOrMeansEverything() throws InvalidRequestException {
    assertThat(message("unsubscribe", "'assetIds':[2,2]"))
        .isEqualTo(new Unsubscribe(NO_ID, Optional.of(List.of(2)), Optional.empty()));
    assertThat(message("unsubscribe", "'assetIds':'all'")).isEqualTo(everything());
    assertThat(message("unsubscribe", "")).isEqualTo(everything());
  }

  @Test
  void theLargestAssetIdIsUnderstood() throws InvalidRequestException {
    assertThat(message("subscribe", "'assetId':2147483647"))
        .isEqualTo(new Select(NO_ID, Integer.MAX_VALUE, SubscribeOptions.NONE));
  }

  @Test
  void everyOptionIsRead() throws InvalidRequestException {
    String options = "'historySeconds':60,'since':1455883484,'everySeconds':5,'format':'columns'";

    SubscribeOptions select = ((Select) message("subscribe", "'assetId':1," + options)).options();
    SubscribeOptions add = ((Add) message("subscribe", "'assetIds':[1]," + options)).options();

    assertThat(select.historySeconds()).contains(60);
    assertThat(select.since()).contains(1455883484L);
    assertThat(select.everySeconds()).contains(5);
    assertThat(select.columns()).isTrue();
    assertThat(select.wantsHistory()).isTrue();
    assertThat(add).isEqualTo(select);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'historySeconds':0",
        "'historySeconds':31622400",
        "'since':0",
        "'since':9223372036854775807",
        "'everySeconds':1",
        "'everySeconds':600",
        "'format':'columns'",
        "'format':'points'"
      })
  void anyOptionAsksForTheExtendedReplies(String option) throws InvalidRequestException {
    Select select = (Select) message("subscribe", "'assetId':1," + option);

    assertThat(select.extended()).isTrue();
  }

  @Test
  void anIdAsksForTheExtendedRepliesAndNothingElseDoes() throws InvalidRequestException {
    Select withId =
        (Select) decode("{\"action\":\"subscribe\",\"id\":\"\",\"message\":{\"assetId\":1}}");
    Select base = (Select) message("subscribe", "'assetId':1,'channel':'points','other':1");

    assertThat(withId.extended()).isTrue();
    assertThat(base.extended()).isFalse();
  }

  @Test
  void thePastIsAskedForByItsSeconds() throws InvalidRequestException {
    assertThat(message("history", "'assetId':1,'from':5,'to':9"))
        .isEqualTo(new Command.History(NO_ID, 1, 5, 9));
    assertThat(message("replay", "'assetIds':[1,2],'from':5,'to':9,'speed':0.5"))
        .isEqualTo(
            new Command.Replay(NO_ID, Optional.of(List.of(1, 2)), 5, Optional.of(9L), 0.5, false));
    assertThat(message("replay", "'assetIds':'all','from':5,'thenLive':true"))
        .isEqualTo(new Command.Replay(NO_ID, Optional.empty(), 5, Optional.empty(), 1, true));
    assertThat(message("unsubscribe", "'channel':'replay'"))
        .isEqualTo(new Command.StopReplay(NO_ID));
  }

  private static Unsubscribe everything() {
    return new Unsubscribe(NO_ID, Optional.empty(), Optional.empty());
  }

  /** A request with these members of its message, quotes written as apostrophes. */
  private static Command message(String action, String members) throws InvalidRequestException {
    String message = members.replace('\'', '"');
    return decode("{\"action\":\"" + action + "\",\"message\":{" + message + "}}");
  }

  private static Command decode(String text) throws InvalidRequestException {
    return CommandDecoder.decode(text.getBytes(UTF_8));
  }
}
