package ratecast.bench;

import java.time.InstantSource;
import java.util.List;
import ratecast.market.Asset;
import ratecast.market.Point;
import ratecast.market.PointSink;

/** The one place of the bench that knows how tapes and stream are put together. */
final class StreamUnderTest implements PointSink {
  static StreamUnderTest start(List<Asset> assets, InstantSource clock) {
    return new StreamUnderTest();
  }

  int port() {
    return 0;
  }

  @Override
  public void accept(List<Point> points) {}
}
