package ratecast.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import ratecast.market.Asset;
import ratecast.support.BrokenConnectionException;
import ratecast.support.Json;
import ratecast.support.RunningServer;
import ratecast.support.SocketClient;

/**
 * A client that resumes, leaves and comes back at random and checks each message against the one
 * rule: from the second it asked for, every second of an asset once, in order, until it leaves.
 * When its connection breaks it comes back and resumes.
 */
final class RandomClient {
  private final int port;
  private final Asset[] assets;
  private final SplittableRandom random;
  private final Map<Integer, Long> newest = new HashMap<>();
  private SocketClient socket;
  private int ids;
  private int breaks;

  /**
   * A client with nothing.
   *
   * @param port of the server, or of a wire to it
   */
  RandomClient(int port, Asset[] assets, int seed) {
    this.port = port;
    this.assets = assets;
    this.random = new SplittableRandom(seed);
    this.socket = SocketClient.connect(port);
  }

  /** One step: a change of mind, then everything up to its acknowledgement is read and checked. */
  void act() {
    Asset asset = assets[random.nextInt(assets.length)];
    switch (random.nextInt(4)) {
      case 0 -> whole(() -> request("unsubscribe", "{\"assetIds\":[" + asset.id() + "]}"));
      case 1 -> whole(this::reconnect);
      default -> whole(() -> resume(asset));
    }
  }

  /** Does the step, or, where the connection breaks in it, comes back as often as it takes. */
  private void whole(Runnable step) {
    try {
      step.run();
    } catch (BrokenConnectionException e) {
      breaks++;
      await().ignoreException(BrokenConnectionException.class).untilAsserted(this::reconnect);
    }
  }

  private void reconnect() {
    socket.close();
    socket = SocketClient.connect(port);
    Map.copyOf(newest).keySet().forEach(id -> resume(assets[id - 1]));
  }

  /** How often its connection broke. */
  int breaks() {
    return breaks;
  }

  private void resume(Asset asset) {
    long since = newest.getOrDefault(asset.id(), RunningServer.NOON - 1);
    request("subscribe", "{\"assetIds\":[" + asset.id() + "],\"since\":" + since + "}");
    String text = socket.next();
    while (!Json.action(text).equals("asset_history")) {
      take(text, asset.id());
      text = socket.next();
    }
    List<Long> times = Json.times(text);
    if (!times.isEmpty()) {
      assertThat(times)
          .isEqualTo(
              LongStream.rangeClosed(since + 1, times.get(times.size() - 1)).boxed().toList());
      newest.merge(asset.id(), times.get(times.size() - 1), Math::max);
    }
  }

  private void request(String action, String message) {
    int id = ++ids;
    socket.send("{\"action\":\"" + action + "\",\"id\":" + id + ",\"message\":" + message + "}");
    String text = socket.next();
    while (!text.contains("\"id\":" + id + ",")) {
      take(text, -1);
      text = socket.next();
    }
  }

  /**
   * A live point: the next second of its asset, but for those already covered by a history asked
   * for again.
   */
  private void take(String text, int resuming) {
    Map<String, Object> point = Json.message(text);
    assertThat(Json.action(text)).as(text).isEqualTo("point");
    int asset = (int) Json.number(point, "assetId");
    long time = Json.number(point, "time");
    assertThat(asset == resuming ? time : newest.getOrDefault(asset, 0L) + 1)
        .as(text)
        .isEqualTo(time);
    newest.merge(asset, time, Math::max);
  }

  /** Resumes everything and follows it to the end. */
  void finish(long end) {
    for (Asset asset : assets) {
      whole(() -> resume(asset));
    }
    while (newest.values().stream().anyMatch(time -> time < end)) {
      take(socket.next(), -1);
    }
    socket.close();
  }
}
