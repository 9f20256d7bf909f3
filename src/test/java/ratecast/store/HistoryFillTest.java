package ratecast.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import ratecast.market.Asset;
import ratecast.market.Point;
import ratecast.support.EmbeddedStore;

/** History that comes in by the minute ends up as if it had come second by second. */
class HistoryFillTest {
  private static final long MINUTE = 1_455_883_440;
  private static final Asset SPY = new Asset(1, "SPY");
  private static final Asset SH = new Asset(2, "SH");

  private final EmbeddedStore embedded = EmbeddedStore.inMemory();
  private final PointStore store = new PointStore(embedded.database());

  @AfterEach
  void close() {
    embedded.close();
  }

  @Test
  void wholeMinutesAndPartsOfThemAreAllThere() {
    List<Point> points = new ArrayList<>(line(SPY, 40, 190));
    points.addAll(line(SH, 0, 61));

    Written written = fill(points);

    assertThat(written).isEqualTo(new Written(211, List.of()));
    assertThat(stored(SPY)).isEqualTo(line(SPY, 40, 190));
    assertThat(stored(SH)).isEqualTo(line(SH, 0, 61));
  }

  @Test
  void whatWasThereFirstStaysAndIsADuplicate() {
    store.write(List.of(new Point(SPY, MINUTE + 10, 1.5))).block();

    Written written = fill(line(SPY, 0, 120));

    assertThat(written).isEqualTo(new Written(119, List.of(new Point(SPY, MINUTE + 10, 10.0))));
    assertThat(stored(SPY)).hasSize(120).contains(new Point(SPY, MINUTE + 10, 1.5));
    assertThat(fill(line(SPY, 0, 120)).duplicates()).hasSize(120);
  }

  @Test
  void whatIsFilledIsCounted() {
    fill(line(SPY, 0, 60));
    long now = MINUTE + 86_400;
    assertThat(store.total(SPY, now).block()).isEqualTo(60);

    fill(line(SPY, 30, 90));

    assertThat(store.total(SPY, now).block()).isEqualTo(90);
  }

  @Test
  void nothingIsNothing() {
    assertThat(fill(List.of())).isEqualTo(new Written(0, List.of()));
  }

  private Written fill(List<Point> points) {
    return requireNonNull(store.fill(points).block());
  }

  private List<Point> stored(Asset asset) {
    return requireNonNull(store.read(asset, MINUTE, MINUTE + 600).collectList().block());
  }

  private static List<Point> line(Asset asset, int from, int to) {
    List<Point> points = new ArrayList<>();
    for (int second = from; second < to; second++) {
      points.add(new Point(asset, MINUTE + second, second));
    }
    return points;
  }
}
