package ratecast.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import ratecast.market.Asset;
import ratecast.market.Point;

class NewNamesTest {
  private static final Asset KNOWN = new Asset(1, "known");
  private static final Asset FRESH = new Asset(2, "fresh");

  private final Map<String, CompletableFuture<Optional<Asset>>> asked = new HashMap<>();
  private final List<Ticker> refused = new ArrayList<>();
  private final List<Ticker> tooMany = new ArrayList<>();
  private final List<Point> out = new ArrayList<>();
  private final NewNames names = new NewNames(new Naming(), 2, refused::add, tooMany::add);

  @Test
  void aNewNameWaitsForItsAssetInOrderAndNobodyElseWaits() {
    take("fresh", 1);
    take("known", 1);
    take("fresh", 2);
    assertThat(out).containsExactly(new Point(KNOWN, 1, 0));
    assertThat(names.isWaiting()).isTrue();

    asked("fresh").complete(Optional.of(FRESH));
    names.settle(out);

    assertThat(out)
        .containsExactly(new Point(KNOWN, 1, 0), new Point(FRESH, 1, 0), new Point(FRESH, 2, 0));
    assertThat(names.isWaiting()).isFalse();
  }

  @Test
  void aRetiredNameIsRefusedAndNotAskedForAtEachRecord() {
    take("retired", 1);
    asked("retired").complete(Optional.empty());
    names.settle(out);
    asked.clear();

    take("retired", 2);

    assertThat(asked).isEmpty();
    assertThat(refused).hasSize(2);
    assertThat(out).isEmpty();
  }

  @Test
  void whatCannotWaitIsSaidToBeTooMuch() {
    take("fresh", 1);
    take("fresh", 2);
    take("fresh", 3);

    assertThat(tooMany).containsExactly(new Ticker("fresh", 3, 0));
  }

  @Test
  void whileTheStoreIsAwayANameIsAskedForAgain() {
    take("fresh", 1);
    CompletableFuture<Optional<Asset>> first = asked("fresh");
    first.completeExceptionally(new IllegalStateException("away"));

    await()
        .untilAsserted(
            () -> {
              names.settle(out);
              assertThat(asked("fresh")).isNotSameAs(first);
            });
    asked("fresh").complete(Optional.of(FRESH));
    names.settle(out);

    assertThat(out).containsExactly(new Point(FRESH, 1, 0));
  }

  private CompletableFuture<Optional<Asset>> asked(String name) {
    return Objects.requireNonNull(asked.get(name));
  }

  private void take(String name, long time) {
    names.take(new Ticker(name, time, 0), out);
  }

  private final class Naming implements AssetNaming {
    @Override
    public Optional<Asset> find(String name) {
      return Optional.of(KNOWN).filter(asset -> asset.name().equals(name));
    }

    @Override
    public CompletionStage<Optional<Asset>> admit(String name) {
      asked.put(name, new CompletableFuture<>());
      return asked(name);
    }
  }
}
