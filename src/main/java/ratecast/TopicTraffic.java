package ratecast;

import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ratecast.kafka.TopicReader;
import ratecast.kafka.TopicStorer;
import ratecast.kafka.TopicWriter;

/** Starts and ends what goes by the topic, in the order in which nothing is lost. */
@Singleton
@Requires(property = "kafka.bootstrap-servers")
final class TopicTraffic {
  private static final Logger LOG = LoggerFactory.getLogger(TopicTraffic.class);
  private static final long PATIENCE_SECONDS = 10;

  private final TopicWriter writer;
  private final TopicReader reader;
  private final TopicStorer storer;

  TopicTraffic(TopicWriter writer, TopicReader reader, TopicStorer storer) {
    this.writer = writer;
    this.reader = reader;
    this.storer = storer;
  }

  /**
   * Blocks until the tapes have what is in the topic, and it is known what the store lacks of it,
   * for {@value #PATIENCE_SECONDS} s at most: without a broker the node serves what the store has.
   */
  void start() {
    CompletableFuture<?> known = storer.start().toCompletableFuture();
    CompletableFuture<?> read = reader.start().toCompletableFuture();
    try {
      CompletableFuture.allOf(known, read).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException away) {
      LOG.warn(
          "The topic has not been read within {} s; serving what the store has", PATIENCE_SECONDS);
    } catch (ExecutionException bug) {
      throw new IllegalStateException(bug);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sends what was taken; nothing is taken any more. Some seconds at most. */
  void endSending() {
    writer.close();
  }

  /** After this nothing comes to the tapes any more. Some seconds at most. */
  void endReading() {
    reader.close();
  }

  /** Leaves the storing to the others. Some seconds at most. */
  void endStoring() {
    storer.close();
  }
}
