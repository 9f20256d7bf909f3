package ratecast;

import static org.assertj.core.api.Assertions.assertThat;
import static ratecast.support.RunningServer.NOON;
import static ratecast.support.RunningServer.point;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import ratecast.market.Asset;
import ratecast.support.Json;
import ratecast.support.LogLines;
import ratecast.support.RunningServer;
import ratecast.support.SocketClient;
import ratecast.tape.Tapes;

/** The one thread that takes points. */
class PointPipelineTest {
  @RegisterExtension private final LogLines said = LogLines.of(PointPipeline.class);

  @Test
  void takesTheNextPointsHoweverBadlyTheLastWent() {
    try (RunningServer server = RunningServer.start();
        SocketClient client = server.connect()) {
      Asset eurusd = server.asset("EURUSD");
      AtomicInteger calls = new AtomicInteger();
      server
          .bean(Tapes.class)
          .whenGrown(
              () -> {
                if (calls.incrementAndGet() == 1) {
                  throw new NoClassDefFoundError("of a test");
                }
              });
      client.send("{\"action\":\"subscribe\",\"message\":{\"assetId\":1}}").next();

      server.bringAndWait(point(eurusd, NOON, 1));
      server.bringAndWait(point(eurusd, NOON + 1, 2));

      assertThat(Json.times(client.next())).containsExactly(NOON);
      assertThat(Json.times(client.next())).containsExactly(NOON + 1);
      assertThat(said.events())
          .extracting(Object::toString)
          .containsExactly("[ERROR] A bug in taking 1 points");
    }
  }
}
