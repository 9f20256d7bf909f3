package ratecast.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import com.mongodb.event.CommandSucceededEvent;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import ratecast.market.Asset;
import ratecast.market.Point;
import ratecast.support.EmbeddedStore;
import ratecast.support.Wire;
import reactor.core.publisher.Mono;

/** How often histories are read to be counted, and how many at a time. */
class SharedCountTest {
  private static final long NOON = 1_455_883_200;

  private final EmbeddedStore embedded = EmbeddedStore.inMemory();
  private final Wire wire = new Wire(embedded.port());
  private final AtomicInteger finds = new AtomicInteger();
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final MongoClient client = MongoClients.create(watched());
  private final PointStore store = new PointStore(client.getDatabase("ratecast"));

  @AfterEach
  void close() {
    client.close();
    wire.close();
    embedded.close();
  }

  @Test
  void thoseWhoAskWhileAnAssetIsCountedShareOneCount() {
    store.write(List.of(new Point(asset(1), NOON, 1.5))).block();
    wire.delay(Duration.ofMillis(300));

    List<CompletableFuture<Long>> asked =
        IntStream.range(0, 20).mapToObj(i -> store.total(asset(1), NOON + 600).toFuture()).toList();

    assertThat(asked).allSatisfy(total -> assertThat(total.join()).isOne());
    assertThat(finds).hasValue(1);
    assertThat(store.total(asset(1), NOON + 600).block()).isOne();
    assertThat(finds).as("asked anew").hasValue(2);
  }

  @Test
  void aFewHistoriesAreCountedAtATimeAndTheOthersInTheirTurn() {
    wire.delay(Duration.ofMillis(20));

    List<CompletableFuture<Long>> asked =
        IntStream.range(1, 40).mapToObj(i -> store.total(asset(i), NOON).toFuture()).toList();

    assertThat(asked).allSatisfy(total -> assertThat(total.join()).isZero());
    assertThat(most).hasValueBetween(1, 4);
  }

  /** One that fails leaves its asset without a total for ever. */
  @Test
  void countsThatManyThreadsBeginAtOnceAllComeToAnEnd() {
    Counting counting = new Counting();

    assertThat(
            IntStream.range(0, 20_000)
                .parallel()
                .mapToObj(i -> counting.of(i, () -> Mono.just(1L)).block(Duration.ofSeconds(5))))
        .hasSize(20_000)
        .containsOnly(1L);
  }

  private static Asset asset(int id) {
    return new Asset(id, "A" + id);
  }

  private MongoClientSettings watched() {
    return MongoClientSettings.builder()
        .applyConnectionString(new ConnectionString("mongodb://localhost:" + wire.port()))
        .addCommandListener(
            new CommandListener() {
              @Override
              public void commandStarted(CommandStartedEvent event) {
                if (event.getCommandName().equals("find")) {
                  finds.incrementAndGet();
                  most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                }
              }

              @Override
              public void commandSucceeded(CommandSucceededEvent event) {
                if (event.getCommandName().equals("find")) {
                  underWay.decrementAndGet();
                }
              }
            })
        .build();
  }
}
