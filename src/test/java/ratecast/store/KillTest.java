package ratecast.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.Filters;
import com.mongodb.reactivestreams.client.MongoCollection;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.Publisher;
import ratecast.market.Asset;
import ratecast.market.Point;
import ratecast.support.ChildJvm;
import ratecast.support.EmbeddedStore;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Kills a program that writes, again and again, over one and the same store. */
class KillTest {
  private static final int KILLS = 20;
  private static final Duration LOST_AT_MOST = Duration.ofSeconds(1);

  @TempDir Path folder;

  private final Random random = new Random(20_160_219);
  private long killed;

  /** When each second was acknowledged, by this process's clock. */
  private record Acknowledged(long time, long nanos) {}

  @Test
  void aStoreSurvivesBeingKilledAtAnyMoment() throws Exception {
    long before = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      List<Acknowledged> acknowledged = writeAndKill();

      try (EmbeddedStore store = EmbeddedStore.in(folder)) {
        long newest = nothingIsHalfThere(store);
        nothingOlderThanASecondIsLost(acknowledged, newest);
        assertThat(newest).as("kill %d", kill).isGreaterThanOrEqualTo(before);
        before = newest;
      }
    }
    assertThat(before - TickWriter.START).as("seconds written in all").isGreaterThan(KILLS);
  }

  private List<Acknowledged> writeAndKill() throws IOException, InterruptedException {
    Process writer =
        new ProcessBuilder(ChildJvm.command("96m", TickWriter.class.getName(), folder.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<Acknowledged> acknowledged = new ArrayList<>();
    try (BufferedReader lines = writer.inputReader()) {
      long killAt = Long.MAX_VALUE;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        long now = System.nanoTime();
        if (acknowledged
            .isEmpty()) { // dies 0 to 0.6 s after its first write, within a commit or not
          killAt = now + Duration.ofMillis(random.nextInt(600)).toNanos();
        }
        acknowledged.add(new Acknowledged(Long.parseLong(line), now));
        if (now >= killAt) {
          writer.toHandle().destroyForcibly(); // the process's own way closes its output at once
          killAt = Long.MAX_VALUE;
          killed = now;
        }
      }
    }
    writer.waitFor();
    assertThat(acknowledged).as("the writer wrote before it died").isNotEmpty();
    return acknowledged;
  }

  private void nothingOlderThanASecondIsLost(List<Acknowledged> acknowledged, long newest) {
    assertThat(acknowledged)
        .filteredOn(a -> killed - a.nanos() > LOST_AT_MOST.toNanos())
        .allMatch(a -> a.time() <= newest);
  }

  /** Answers the newest second; every earlier one has to be there, of every asset. */
  private static long nothingIsHalfThere(EmbeddedStore store) {
    List<Asset> assets =
        all(new AssetStore(store.database(), InstantSource.system()).all()).stream()
            .map(StoredAsset::asset)
            .toList();
    assertThat(TickWriter.names())
        .startsWith(assets.stream().map(Asset::name).toArray(String[]::new));
    if (assets.size() < TickWriter.names().size()) {
      // Killed in its first second: part of the catalogue, and nothing that came after it.
      assertThat(
              Mono.from(store.database().getCollection(Bucket.COLLECTION).countDocuments()).block())
          .isZero();
      return 0;
    }
    PointStore points = new PointStore(store.database());
    List<Point> line = all(points.read(assets.get(0), 0, Integer.MAX_VALUE));
    long newest = line.isEmpty() ? 0 : line.get(line.size() - 1).time();
    for (Asset asset : assets) {
      assertThat(all(points.read(asset, 0, Integer.MAX_VALUE)))
          .as("a tick is one command: it is there of every asset or of none")
          .isEqualTo(
              LongStream.rangeClosed(TickWriter.START, newest)
                  .mapToObj(t -> new Point(asset, t, TickWriter.value(asset, t)))
                  .toList());
    }
    everyDocumentIsWholeAndFoundById(store.database().getCollection(Bucket.COLLECTION));
    return newest;
  }

  private static void everyDocumentIsWholeAndFoundById(MongoCollection<Document> buckets) {
    List<Document> scanned = all(buckets.find());
    for (Document bucket : scanned) {
      assertThat(bucket.keySet()).containsExactlyInAnyOrder("_id", "t", "v");
      long minute = Long.parseLong(bucket.getString("_id").split("\\|", 2)[1]);
      assertThat(bucket.getDate("t").toInstant()).isEqualTo(Instant.ofEpochSecond(minute * 60));
      assertThat(bucket.get("v", Document.class)).isNotEmpty();
      assertThat(Mono.from(buckets.find(Filters.eq("_id", bucket.get("_id")))).block())
          .isEqualTo(bucket);
    }
    assertThat(Mono.from(buckets.countDocuments()).block()).isEqualTo(scanned.size());
  }

  private static <T> List<T> all(Publisher<T> publisher) {
    return requireNonNull(Flux.from(publisher).collectList().block());
  }
}
