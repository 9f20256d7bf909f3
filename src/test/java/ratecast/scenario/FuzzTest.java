package ratecast.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import ratecast.support.Json;
import ratecast.support.LogLines;
import ratecast.support.RunningServer;
import ratecast.support.SocketClient;

/** What clients send is never more than an error to themselves. */
class FuzzTest {
  private static final int TEXTS = 10_000;
  private static final List<String> GOOD =
      List.of(
          "{\"action\":\"subscribe\",\"id\":1,\"message\":{\"assetIds\":[1,2],\"since\":5}}",
          "{\"action\":\"assets\",\"message\":{}}",
          "{\"action\":\"subscribe\",\"message\":{\"assetId\":1,\"everySeconds\":5}}");

  @RegisterExtension private final LogLines log = LogLines.of(Logger.ROOT_LOGGER_NAME);

  @Test
  void tenThousandMutatedTextsEachGetOneErrorAndTheConnectionStays() {
    try (RunningServer server = RunningServer.start(Map.of("stream.request-burst", 10 * TEXTS));
        SocketClient client = server.connect()) {
      log.events().clear(); // what a start says
      SplittableRandom random = new SplittableRandom(20161);
      for (int i = 0; i < TEXTS; i++) {
        String text = broken(GOOD.get(i % GOOD.size()), random);
        client.send(text);
        assertThat(Json.action(client.next())).as(text).isEqualTo("error");
      }
      client.send("{\"action\":\"ping\",\"id\":\"end\",\"message\":{}}");

      assertThat(client.next()).contains("\"pong\",\"id\":\"end\"");
      assertThat(log.events()).noneMatch(FuzzTest::isTheServers);
    }
  }

  /** The library that checks the replies speaks too, and a test of a topic without a broker. */
  private static boolean isTheServers(ILoggingEvent event) {
    return event.getLevel().isGreaterOrEqual(Level.INFO)
        && Stream.of("com.networknt", "ratecast.kafka")
            .noneMatch(event.getLoggerName()::startsWith);
  }

  /**
   * The text with a piece cut out, doubled or replaced, and with a member of the wrong kind, so
   * that it is surely wrong.
   */
  private static String broken(String good, SplittableRandom random) {
    int at = random.nextInt(good.length());
    int length = 1 + random.nextInt(good.length() - at);
    return switch (random.nextInt(5)) {
      case 0 -> good.substring(0, at);
      case 1 -> good.substring(0, at) + "\u0000" + good.substring(at);
      case 2 -> good.replace("\"message\":{", "\"message\":[" + "[".repeat(length));
      case 3 -> good.replace("action", "a\uD83D\uDE00ction" + length);
      default ->
          random
              .ints(length, 0, 0x2000)
              .collect(
                  () -> new StringBuilder("x"),
                  StringBuilder::appendCodePoint,
                  StringBuilder::append)
              .toString();
    };
  }
}
