package ratecast.store;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ratecast.support.EmbeddedStore;
import ratecast.support.Wire;
import reactor.core.publisher.Mono;

/** Leases over one server, as several nodes have them; time passes as it does. */
@Timeout(value = 60, unit = SECONDS)
class LeaseTest {
  private static final String WHAT = "feed/walk";

  private final EmbeddedStore server = EmbeddedStore.inMemory();
  private final List<Lease> leases = new ArrayList<>();

  @AfterEach
  void close() {
    leases.forEach(Lease::release);
    server.close();
  }

  @Test
  void oneOfManyHasItAndHandsItOver() {
    Lease first = pursued(server.database());
    soon(first);
    Lease second = pursued(server.database());
    Lease third = pursued(server.database());
    long token = token();

    await().during(Duration.ofMillis(1200)).until(() -> first.isOpen() && open() == 1);

    first.release();
    soon(() -> second.isOpen() || third.isOpen(), Duration.ofSeconds(2));
    assertThat(open()).isOne();
    assertThat(token()).isEqualTo(token + 1);
  }

  @Test
  void whereTheOwnerIsSilentAnotherHasItWithinFiveSecondsAndTheOwnerLearnsOfIt() {
    try (Wire wire = new Wire(server.port());
        MongoClient client = EmbeddedStore.client("mongodb://127.0.0.1:" + wire.port())) {
      Lease owner = pursued(client.getDatabase("ratecast"));
      soon(owner);
      Lease other = pursued(server.database());

      wire.silence();
      soon(other::isOpen, Duration.ofSeconds(5));
      // It cannot know, and rates must go on where the store itself is away.
      assertThat(owner.isOpen()).isTrue();

      wire.restore();
      soon(() -> !owner.isOpen(), Duration.ofSeconds(5));
      assertThat(other.isOpen()).isTrue();
    }
  }

  @Test
  void nobodyWaitsForAnOwnerThatDiedLongAgo() {
    try (Wire wire = new Wire(server.port());
        MongoClient client = EmbeddedStore.client("mongodb://127.0.0.1:" + wire.port())) {
      Lease dead =
          pursued(
              client.getDatabase("ratecast"),
              () -> InstantSource.system().instant().minusSeconds(60));
      soon(dead);
      wire.silence();

      Lease next = pursued(server.database());

      soon(next::isOpen, Duration.ofSeconds(2)); // patience is 2.4 s

      wire.restore();
      soon(() -> !dead.isOpen(), Duration.ofSeconds(5));
    }
  }

  @Test
  void aClockThatIsAheadTakesItFromNoOwnerThatLives() {
    Lease owner = pursued(server.database());
    soon(owner);

    Lease ahead =
        pursued(server.database(), () -> InstantSource.system().instant().plusSeconds(3600));

    await().during(Duration.ofMillis(1700)).until(() -> owner.isOpen() && !ahead.isOpen());
  }

  @Test
  void whoCannotUseItLeavesItToAnotherUntilItCan() {
    Lease owner = pursued(server.database());
    soon(owner);
    Lease other = pursued(server.database());

    owner.wanted(false);
    soon(() -> other.isOpen() && !owner.isOpen(), Duration.ofSeconds(2));

    other.release();
    await().during(Duration.ofMillis(1200)).until(() -> !owner.isOpen());

    owner.wanted(true);
    soon(owner);
  }

  @Test
  void theProcessWithTheStoreKeepsItForNobodyElseCouldUseIt() {
    Lease host = lease(server.database(), InstantSource.system(), false);
    soon(host);

    host.wanted(false);

    await().during(Duration.ofMillis(1200)).until(host::isOpen);
  }

  @Test
  void theProcessWithTheStoreHasItAtOnce() {
    Lease guest = pursued(server.database());
    soon(guest);

    Lease host = lease(server.database(), InstantSource.system(), false);

    soon(host::isOpen, Duration.ofSeconds(2));
    soon(() -> !guest.isOpen(), Duration.ofSeconds(2));
  }

  private long open() {
    return leases.stream().filter(Lease::isOpen).count();
  }

  private long token() {
    Document document =
        Mono.from(server.database().getCollection(LeaseDocument.COLLECTION).find().first()).block();
    return Objects.requireNonNull(document).getLong("token");
  }

  private static void soon(Lease lease) {
    soon(lease::isOpen, Duration.ofSeconds(2));
  }

  private static void soon(java.util.concurrent.Callable<Boolean> what, Duration within) {
    await().atMost(within).pollInterval(Duration.ofMillis(20)).until(what);
  }

  private Lease pursued(MongoDatabase database) {
    return pursued(database, InstantSource.system());
  }

  private Lease pursued(MongoDatabase database, InstantSource clock) {
    return lease(database, clock, true);
  }

  private Lease lease(MongoDatabase database, InstantSource clock, boolean shared) {
    Lease lease =
        new Lease(
            database,
            clock,
            new StoreSharing(shared ? "mongodb://a" : ""),
            new SimpleMeterRegistry());
    leases.add(lease);
    lease.pursue(WHAT);
    return lease;
  }
}
