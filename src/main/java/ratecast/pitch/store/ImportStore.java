package ratecast.pitch.store;

import static ratecast.pitch.store.StoreAwayException.marked;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import ratecast.pitch.book.TradingDay;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The imports. One for each file, by its SHA-256, however many processes are given it at once.
 * Nothing blocks; nothing happens before somebody subscribes; a store that is away is a {@link
 * StoreAwayException}. Any thread.
 */
@Singleton
public final class ImportStore {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final FindOneAndUpdateOptions UPSERT =
      new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER);
  private static final FindOneAndUpdateOptions AFTER =
      new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER);

  private static final Bson OPEN =
      Filters.in("state", ImportState.QUEUED.word(), ImportState.RUNNING.word());

  private final MongoCollection<Document> imports;
  private final MongoCollection<Document> counters;

  public ImportStore(MongoDatabase database) {
    imports = database.getCollection(ImportDocument.COLLECTION);
    counters = database.getCollection("counters");
  }

  /** The index that keeps a file from being two imports; may be made again. */
  public Mono<Void> prepare() {
    return marked(
            Mono.from(
                    imports.createIndex(
                        Indexes.ascending("sha256"), new IndexOptions().unique(true)))
                .timeout(PATIENCE))
        .then();
  }

  /** The import of the file with this hash. */
  public Mono<PitchImport> find(String sha256) {
    return one(Mono.from(imports.find(Filters.eq("sha256", sha256))));
  }

  public Mono<PitchImport> find(int id) {
    return one(Mono.from(imports.find(Filters.eq("_id", id))));
  }

  /** {@link PitchImport#isVoid}, as it stands now. */
  public Mono<Boolean> isVoid(int id) {
    return find(id).map(PitchImport::isVoid).defaultIfEmpty(false);
  }

  /** A new import, queued; where the file has become one meanwhile, that one. */
  public Mono<PitchImport> add(String name, String sha256, Path file, Optional<TradingDay> day) {
    return marked(
            nextId()
                .map(
                    id ->
                        new PitchImport(
                            id,
                            name,
                            sha256,
                            day,
                            file,
                            ImportState.QUEUED,
                            Optional.empty(),
                            ImportProgress.NONE))
                .flatMap(
                    fresh ->
                        Mono.from(imports.insertOne(ImportDocument.of(fresh))).thenReturn(fresh))
                .timeout(PATIENCE)
                .onErrorResume(ImportStore::isDuplicate, e -> Mono.empty()))
        .switchIfEmpty(find(sha256));
  }

  private static boolean isDuplicate(Throwable e) {
    return e instanceof MongoWriteException write
        && write.getError().getCategory() == ErrorCategory.DUPLICATE_KEY;
  }

  private Mono<Integer> nextId() {
    return Mono.from(
            counters.findOneAndUpdate(
                Filters.eq("_id", ImportDocument.COLLECTION), Updates.inc("last", 1), UPSERT))
        .map(document -> document.getInteger("last"));
  }

  /**
   * Queues an import again, with what is there kept: the file lies elsewhere now, has got a day, or
   * lost one that was refused. Empty where it is no longer in the state that the caller saw.
   */
  public Mono<PitchImport> again(PitchImport seen, Path file, Optional<TradingDay> day) {
    Document changes =
        new Document("state", ImportState.QUEUED.word())
            .append("file", file.toString())
            .append("second", day.equals(seen.day()) ? seen.progress().second() : 0);
    Bson date =
        day.map(d -> Updates.set("date", d.date().toString()))
            .orElseGet(() -> Updates.unset("date"));
    return one(
        Mono.from(
            imports.findOneAndUpdate(
                Filters.and(Filters.eq("_id", seen.id()), Filters.eq("state", seen.state().word())),
                Updates.combine(new Document("$set", changes), date, Updates.unset("reason")),
                AFTER)));
  }

  /**
   * How far it has come: the lines of the summary are in the store. Where it is over already, or
   * its file lies elsewhere now, another run has it: this changes nothing then and says how it
   * stands.
   */
  public Mono<PitchImport> progressed(PitchImport running, ImportProgress progress) {
    PitchImport now = running.with(progress).in(ImportState.RUNNING, Optional.empty());
    return set(now);
  }

  /** It is over; where it was before, or lies elsewhere, as {@link #progressed} has it. */
  public Mono<PitchImport> ended(
      PitchImport running, ImportState state, Optional<String> reason, ImportProgress progress) {
    return set(running.with(progress).in(state, reason));
  }

  private Mono<PitchImport> set(PitchImport now) {
    Bson running =
        Filters.and(Filters.eq("_id", now.id()), OPEN, Filters.eq("file", now.file().toString()));
    return marked(
        Mono.from(imports.replaceOne(running, ImportDocument.of(now)))
            .timeout(PATIENCE)
            .flatMap(set -> set.getMatchedCount() == 0 ? find(now.id()) : Mono.just(now)));
  }

  /** Those after this id, in the order of their ids, without volumes; at most so many. */
  public Mono<List<PitchImport>> after(int id, int atMost) {
    return marked(
        Flux.from(
                imports
                    .find(Filters.gt("_id", id))
                    .projection(Projections.fields(Projections.exclude("volumes")))
                    .sort(Sorts.ascending("_id"))
                    .limit(atMost))
            .map(document -> ImportDocument.read(document.append("volumes", List.of())))
            .collectList()
            .timeout(PATIENCE));
  }

  /** Those that are neither done nor refused, in the order of their ids. */
  public Mono<List<PitchImport>> open() {
    return marked(
        Flux.from(imports.find(OPEN).sort(Sorts.ascending("_id")))
            .map(ImportDocument::read)
            .collectList()
            .timeout(PATIENCE));
  }

  private static Mono<PitchImport> one(Mono<Document> found) {
    return marked(found.timeout(PATIENCE).map(ImportDocument::read));
  }
}
