package ratecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static ratecast.support.RunningServer.NOON;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import ratecast.store.embedded.EmbeddedServer;
import ratecast.support.LogLines;
import ratecast.support.RunningServer;

class FollowingTest {
  @RegisterExtension private final LogLines log = LogLines.of(Following.class);

  @Test
  void aStoreThatIsAwayIsSaidOnceAlsoWhereItIsAskedEveryOtherSecond() {
    try (RunningServer server = RunningServer.start()) {
      server.bean(EmbeddedServer.class).close();
      look(server, NOON + 2);
      await().until(() -> !log.events().isEmpty());

      look(server, NOON + 3);

      await().during(Duration.ofSeconds(1)).until(() -> log.events().size() == 1);
      assertThat(log.events())
          .extracting(ILoggingEvent::getFormattedMessage)
          .allMatch(line -> line.startsWith("The store is away; what others write"));
    }
  }

  private static void look(RunningServer server, long second) {
    server.clock().set(Instant.ofEpochSecond(second).plusMillis(300));
  }
}
