package ratecast.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import ratecast.market.Asset;
import ratecast.market.Point;

class BacklogTest {
  private static final int BOUND = 10;

  private final Backlog backlog = new Backlog();

  @Test
  void pointsComeOutInTheOrderTheyCameIn() {
    backlog.add(points(0, 3), BOUND);
    backlog.add(points(3, 6), BOUND);

    backlog.written(backlog.oldest(4));

    assertThat(backlog.oldest(BOUND).points()).isEqualTo(points(4, 6));
  }

  @Test
  void atTheBoundTheOldestGoAndAreCounted() {
    assertThat(backlog.add(points(0, 8), BOUND)).isZero();
    assertThat(backlog.add(points(8, 13), BOUND)).isEqualTo(3);

    assertThat(backlog.size()).isEqualTo(BOUND);
    assertThat(backlog.oldest(1).points()).isEqualTo(points(3, 4));
  }

  @Test
  void aBatchGivenUpWhileItWasWrittenTakesNoOthersWithIt() {
    backlog.add(points(0, 8), BOUND);
    Backlog.Batch batch = backlog.oldest(4);
    backlog.add(points(8, 14), BOUND);

    backlog.written(batch);

    assertThat(backlog.oldest(BOUND).points()).isEqualTo(points(4, 14));
  }

  @Test
  void aBatchWrittenTwiceLeavesOnce() {
    backlog.add(points(0, 8), BOUND);
    Backlog.Batch first = backlog.oldest(4);
    Backlog.Batch same = backlog.oldest(4);

    backlog.written(first);
    backlog.written(same);

    assertThat(backlog.oldest(BOUND).points()).isEqualTo(points(4, 8));
  }

  private static List<Point> points(long from, long to) {
    Asset asset = new Asset(1, "EURUSD");
    return LongStream.range(from, to).mapToObj(time -> new Point(asset, time, time / 2.0)).toList();
  }
}
