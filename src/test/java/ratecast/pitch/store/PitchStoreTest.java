package ratecast.pitch.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import ratecast.pitch.Decoded;
import ratecast.pitch.PitchBatch;
import ratecast.pitch.Sample;
import ratecast.support.EmbeddedStore;

/** The messages of several imports side by side. */
class PitchStoreTest {
  private static final int MOST = 1_000;

  private final EmbeddedStore embedded = EmbeddedStore.inMemory();
  private final PitchStore store = new PitchStore(embedded.database());
  private final List<Decoded> lines = Sample.decode(Sample.bytes());

  @AfterEach
  void close() {
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
}
