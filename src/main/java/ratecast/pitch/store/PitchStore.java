package ratecast.pitch.store;

import static ratecast.pitch.store.StoreAwayException.marked;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Decimal128;
import ratecast.pitch.MessageFields;
import ratecast.pitch.MessageType;
import ratecast.pitch.PitchBatch;
import ratecast.pitch.PitchMessage;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The messages, one document each, by {@link MessageId}. Writing a batch again changes nothing.
 * Nothing blocks; nothing happens before somebody subscribes; a store that is away is a {@link
 * StoreAwayException}. Any thread.
 */
@Singleton
public final class PitchStore {
  static final String COLLECTION = "pitchMessage";

  /** Removed in one command: 5 ms of the embedded server, whose other writers may wait for it. */
  private static final int TOGETHER = 500;

  private static final int DUPLICATE_KEY = 11_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofSeconds(10);

  /** For the answer that a look had no time left: only then the server has stopped looking. */
  private static final Duration ON_THE_WAY = Duration.ofSeconds(2);

  private static final InsertManyOptions UNORDERED = new InsertManyOptions().ordered(false);

  private final MongoCollection<Document> messages;
  private final Duration look;

  public PitchStore(MongoDatabase database) {
    this(database, LOOK);
  }

  /**
   * @param look how long the server may look for messages
   */
  PitchStore(MongoDatabase database, Duration look) {
    messages = database.getCollection(COLLECTION);
    this.look = look;
  }

  /**
   * What reading by symbol and order takes where indexes are kept (the embedded server scans). None
   * is unique: the same order id comes again after its order was closed.
   */
  public Mono<Void> prepare() {
    return marked(
            Mono.from(messages.createIndex(Indexes.ascending("symbol", "_id")))
                .then(Mono.from(messages.createIndex(Indexes.ascending("orderId", "_id"))))
                .timeout(PATIENCE))
        .then();
  }

  /** The messages of a batch; its refused lines leave gaps. One command. */
  public Mono<Void> write(int importId, PitchBatch batch) {
    List<Document> documents = new ArrayList<>(batch.lines().size());
    for (int i = 0; i < batch.lines().size(); i++) {
      if (batch.lines().get(i) instanceof PitchMessage message) {
        documents.add(document(new MessageId(importId, batch.lineOf(i)), message));
      }
    }
    if (documents.isEmpty()) {
      return Mono.empty();
    }
    return marked(
            Mono.from(messages.insertMany(documents, UNORDERED))
                .timeout(PATIENCE)
                .onErrorResume(PitchStore::isAlreadyThere, e -> Mono.empty()))
        .then();
  }

  /**
   * Removes the messages of an import, all of them, {@value #TOGETHER} in a command.
   *
   * @param still asked before each command, which may be one of thousands; ends it with false
   */
  public Mono<Void> remove(int importId, Mono<Boolean> still) {
    return marked(
        still
            .flatMap(goOn -> goOn ? removeSome(importId) : Mono.just(false))
            .repeat()
            .takeWhile(more -> more)
            .then());
  }

  /** Whether there may be more. */
  private Mono<Boolean> removeSome(int importId) {
    Bson all =
        Filters.and(
            Filters.gt("_id", new MessageId(importId, 0).toString()),
            Filters.lte("_id", MessageId.endOf(importId).toString()));
    return Flux.from(messages.find(all).projection(Projections.include("_id")).limit(TOGETHER))
        .map(document -> document.getString("_id"))
        .collectList()
        .filter(ids -> !ids.isEmpty())
        .flatMap(
            ids -> Mono.from(messages.deleteMany(Filters.in("_id", ids))).thenReturn(ids.size()))
        .timeout(PATIENCE)
        .map(found -> found == TOGETHER)
        .defaultIfEmpty(false);
  }

  private static boolean isAlreadyThere(Throwable e) {
    return e instanceof MongoBulkWriteException bulk
        && bulk.getWriteConcernError() == null
        && hasOnlyDuplicates(bulk);
  }

  /** Whether each line that was not written is there already. */
  static boolean hasOnlyDuplicates(MongoBulkWriteException bulk) {
    return bulk.getWriteErrors().stream().allMatch(error -> error.getCode() == DUPLICATE_KEY);
  }

  /**
   * Messages in file order, at most so many.
   *
   * @param after where the last page ended; empty for the first
   */
  public Mono<List<StoredMessage>> page(
      MessageFilter filter, Optional<MessageId> after, int atMost) {
    return marked(
        Flux.from(
                messages
                    .find(filter.after(after.orElse(filter.start())))
                    .sort(Sorts.ascending("_id"))
                    .limit(atMost)
                    .maxTime(look.toMillis(), TimeUnit.MILLISECONDS))
            .map(PitchStore::read)
            .collectList()
            .timeout(look.plus(ON_THE_WAY)));
  }

  /** How many messages of each type there are; reads all of them where no index helps. */
  public Mono<Map<MessageType, Long>> counts(MessageFilter filter) {
    return marked(
        Flux.from(
                messages
                    .aggregate(
                        List.of(
                            Aggregates.match(filter.after(filter.start())),
                            Aggregates.group("$type", Accumulators.sum("n", 1L))))
                    .maxTime(look.toMillis(), TimeUnit.MILLISECONDS))
            .collect(() -> new EnumMap<MessageType, Long>(MessageType.class), PitchStore::count)
            .<Map<MessageType, Long>>map(counts -> counts)
            .timeout(look.plus(ON_THE_WAY)));
  }

  private static void count(Map<MessageType, Long> counts, Document group) {
    counts.put(type(group.getString("_id")), group.get("n", Number.class).longValue());
  }

  private static Document document(MessageId id, PitchMessage message) {
    Document document =
        new Document("_id", id.toString())
            .append("time", message.time())
            .append("type", String.valueOf(message.type().letter()));
    document.putAll(MessageFields.of(message));
    return document;
  }

  private static StoredMessage read(Document document) {
    Map<String, Object> fields = new LinkedHashMap<>(document);
    fields.keySet().removeAll(List.of("_id", "time", "type"));
    fields.replaceAll(
        (name, value) -> value instanceof Decimal128 decimal ? decimal.bigDecimalValue() : value);
    return new StoredMessage(
        MessageId.parse(document.getString("_id")).orElseThrow(),
        document.getInteger("time"),
        type(document.getString("type")),
        fields);
  }

  private static MessageType type(String letter) {
    return MessageType.find(letter.charAt(0)).orElseThrow();
  }
}
