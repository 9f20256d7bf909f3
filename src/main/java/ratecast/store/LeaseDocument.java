package ratecast.store;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import java.time.Instant;
import java.util.Date;
import java.util.Objects;
import org.bson.Document;
import org.bson.conversions.Bson;
import reactor.core.publisher.Mono;

/**
 * One document of {@value #COLLECTION}, and the only ways in which it changes. Nothing blocks.
 *
 * <pre>
 *   { _id:   "feed/walk",       what is leased
 *     owner: "4711-6ba7...",    who has it; empty: nobody
 *     token: 3,                 one more with each new owner
 *     beat:  1742,              one more with each sign of life
 *     until: ISODate(...) }     for people: by the owner's clock, how long the last sign is good
 * </pre>
 */
final class LeaseDocument {
  static final String COLLECTION = "leases";

  private static final FindOneAndUpdateOptions AFTER =
      new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER);
  private static final FindOneAndUpdateOptions MADE_WHERE_ABSENT =
      new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER);
  private static final String NOBODY = "";

  private final MongoCollection<Document> leases;
  private final Bson id;
  private final String me;

  /** What was read: the pair (token, beat) never comes twice. */
  record Seen(String owner, long token, long beat, Instant until) {
    boolean isFree() {
      return owner.equals(NOBODY);
    }

    boolean isSameSign(Seen other) {
      return token == other.token && beat == other.beat;
    }

    private static Seen of(Document document) {
      return new Seen(
          document.getString("owner"),
          document.get("token", Number.class).longValue(),
          document.get("beat", Number.class).longValue(),
          Objects.requireNonNull(document.getDate("until")).toInstant());
    }
  }

  LeaseDocument(MongoCollection<Document> leases, String what, String me) {
    this.leases = leases;
    this.id = Filters.eq("_id", what);
    this.me = me;
  }

  /** How it is now; made, and free, where there was none. */
  Mono<Seen> look() {
    Bson free =
        Updates.combine(
            Updates.setOnInsert("owner", NOBODY),
            Updates.setOnInsert("token", 0L),
            Updates.setOnInsert("beat", 0L),
            Updates.setOnInsert("until", Date.from(Instant.EPOCH)));
    return Mono.from(leases.findOneAndUpdate(id, free, MADE_WHERE_ABSENT)).map(Seen::of);
  }

  /** Takes it as it was seen; empty where somebody changed it since. */
  Mono<Seen> take(Seen seen, Instant until) {
    Bson unchanged =
        Filters.and(id, Filters.eq("token", seen.token()), Filters.eq("beat", seen.beat()));
    return change(
        unchanged, Updates.combine(Updates.set("owner", me), Updates.inc("token", 1L)), until);
  }

  /** A sign of life of its owner; empty where it belongs to another meanwhile. */
  Mono<Seen> renew(Seen mine, Instant until) {
    return change(owned(mine), Updates.set("owner", me), until);
  }

  /** Gives it back, where it is still ours, so that the next one need not wait. */
  Mono<Seen> release(Seen mine) {
    return change(owned(mine), Updates.set("owner", NOBODY), Instant.EPOCH);
  }

  private Bson owned(Seen mine) {
    return Filters.and(id, Filters.eq("owner", me), Filters.eq("token", mine.token()));
  }

  private Mono<Seen> change(Bson only, Bson change, Instant until) {
    Bson signed =
        Updates.combine(change, Updates.inc("beat", 1L), Updates.set("until", Date.from(until)));
    return Mono.from(leases.findOneAndUpdate(only, signed, AFTER)).map(Seen::of);
  }
}
