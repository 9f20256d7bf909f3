package ratecast.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.http.netty.channel.EventLoopGroupRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import ratecast.support.RunningServer;
import ratecast.support.SocketClient;

/** What a pause of the whole process does to clients that had no chance to answer. */
class HeartbeatTest {
  private static final long PAUSE_NANOS = Duration.ofSeconds(2).toNanos(); // four ping periods
  private static final int TIMES = 3;

  @Test
  void aPauseClosesNobody() {
    try (RunningServer server = RunningServer.start(Map.of("stream.ping-period", "500ms"));
        SocketClient client = server.connect()) {
      server
          .bean(EventLoopGroupRegistry.class)
          .getDefaultEventLoopGroup()
          .forEach(loop -> loop.execute(() -> LockSupport.parkNanos(PAUSE_NANOS)));

      for (int i = 0; i < TIMES; i++) {
        assertThat(client.send("{\"action\":\"ping\",\"message\":{}}").next()).contains("pong");
      }
    }
  }
}
