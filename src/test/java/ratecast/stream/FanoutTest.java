package ratecast.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import ratecast.support.RunningServer;
import ratecast.support.SocketClient;

/** An upgrade that is admitted before the goodbye and opens after it. */
class FanoutTest {
  private static final int SPREAD_MILLIS = 1000;
  private static final int SOME = 8; // so that no loop is without one
  private static final String GOODBYE = "1001 server shutting down, retry in \\d+ ms";

  @Test
  void whoOpensAfterTheGoodbyeIsToldTooOnALoopThatHadNoneUntilThen() {
    try (RunningServer server = RunningServer.start()) {
      server.bean(Fanout.class).closeAll(SPREAD_MILLIS);

      assertThat(told(server)).allMatch(close -> close.matches(GOODBYE));
    }
  }

  @Test
  void whoOpensAfterTheGoodbyeIsToldTooOnALoopThatHadSome() {
    try (RunningServer server = RunningServer.start()) {
      List<SocketClient> before = connected(server);
      server.bean(Fanout.class).closeAll(SPREAD_MILLIS);
      assertThat(before).allMatch(client -> client.closed().matches(GOODBYE));
      await().until(() -> server.sessions() == 0);

      assertThat(told(server)).allMatch(close -> close.matches(GOODBYE));
    }
  }

  private static List<String> told(RunningServer server) {
    return connected(server).stream().map(SocketClient::closed).toList();
  }

  private static List<SocketClient> connected(RunningServer server) {
    return Stream.generate(server::connect).limit(SOME).toList();
  }
}
