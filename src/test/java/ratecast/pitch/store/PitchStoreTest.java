package ratecast.pitch.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandSucceededEvent;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import ratecast.pitch.Decoded;
import ratecast.pitch.PitchBatch;
import ratecast.pitch.Sample;
import ratecast.support.EmbeddedStore;
import reactor.core.publisher.Mono;

/** The messages of several imports side by side. */
class PitchStoreTest {
  private static final int MOST = 1_000;
  private static final MessageFilter NOWHERE =
      new MessageFilter(
          OptionalInt.empty(),
          Optional.of("NOWHERE"),
          Optional.empty(),
          Optional.empty(),
          OptionalInt.empty(),
          OptionalInt.empty());

  private final Collection<Integer> deleted = new ConcurrentLinkedQueue<>();
  private final EmbeddedStore embedded = EmbeddedStore.inMemory();
  private final MongoClient client = MongoClients.create(watched());
  private final PitchStore store = new PitchStore(client.getDatabase("ratecast"));
  private final List<Decoded> lines = Sample.decode(Sample.bytes());

  @AfterEach
  void close() {
    client.close();
    embedded.close();
  }

  @Test
  void aCursorOfAnotherImportLeadsToNoMessagesButThoseAskedFor() {
    write(1, 3);
    write(2, 3);
    write(3, 3);

    assertThat(page(OptionalInt.of(2), new MessageId(1, 1)))
        .containsExactly(new MessageId(2, 1), new MessageId(2, 2), new MessageId(2, 3));
    assertThat(page(OptionalInt.of(2), new MessageId(2, 2))).containsExactly(new MessageId(2, 3));
    assertThat(page(OptionalInt.of(2), new MessageId(3, 1))).isEmpty();
  }

  /** The embedded server's commits wait for the command under way, and all writers for them. */
  @Test
  void anImportIsRemovedByCommandsTooShortToHoldUpOtherWrites() {
    write(1, 10);
    write(2, 1_000);
    write(3, 10);

    store.remove(2, Mono.just(true)).block();

    assertThat(store.counts(of(OptionalInt.of(2))).block()).isEmpty();
    assertThat(page(OptionalInt.empty(), new MessageId(0, 0))).hasSize(20);
    assertThat(deleted).allMatch(messages -> messages <= 500);
  }

  /** Another program may have the right file by now, and store its messages under the same ids. */
  @Test
  void aRemovalEndsWhereItIsNoLongerWanted() {
    write(1, 1_200);
    Iterator<Boolean> still = List.of(true, true, false).iterator();

    store.remove(1, Mono.fromSupplier(still::next)).block();

    assertThat(page(OptionalInt.empty(), new MessageId(0, 0))).hasSize(200);
  }

  /** Else the store would look on for nobody when another search begins. */
  @Test
  void aSearchThatHasHadItsTimeEndsInTheStore() {
    write(1, lines.size());
    PitchStore impatient = new PitchStore(embedded.database(), Duration.ofMillis(1));

    assertThatThrownBy(() -> impatient.page(NOWHERE, Optional.empty(), MOST).block())
        .isInstanceOf(StoreAwayException.class)
        .hasCauseInstanceOf(MongoExecutionTimeoutException.class);
    assertThatThrownBy(() -> impatient.counts(NOWHERE).block())
        .isInstanceOf(StoreAwayException.class)
        .hasCauseInstanceOf(MongoExecutionTimeoutException.class);
    assertThat(store.counts(NOWHERE).block()).isEmpty();
  }

  private void write(int importId, int messages) {
    for (int from = 0; from < messages; from += MOST) {
      int to = Math.min(messages, from + MOST);
      store.write(importId, new PitchBatch(from + 1, lines.subList(from, to))).block();
    }
  }

  private List<MessageId> page(OptionalInt importId, MessageId after) {
    return requireNonNull(store.page(of(importId), Optional.of(after), MOST).block()).stream()
        .map(StoredMessage::id)
        .toList();
  }

  private static MessageFilter of(OptionalInt importId) {
    return new MessageFilter(
        importId,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        OptionalInt.empty());
  }

  private MongoClientSettings watched() {
    return MongoClientSettings.builder()
        .applyConnectionString(new ConnectionString("mongodb://localhost:" + embedded.port()))
        .addCommandListener(
            new CommandListener() {
              @Override
              public void commandSucceeded(CommandSucceededEvent event) {
                if (event.getCommandName().equals("delete")) {
                  deleted.add(event.getResponse().getNumber("n").intValue());
                }
              }
            })
        .build();
  }
}
