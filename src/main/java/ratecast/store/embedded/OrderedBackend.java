package ratecast.store.embedded;

import de.bwaldvogel.mongo.backend.AbstractMongoBackend;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.ErrorCode;
import de.bwaldvogel.mongo.exception.MongoServerError;
import io.netty.channel.Channel;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The library's command handling over {@link OrderedDatabase}s, with what it lacks for current
 * clients mended. Commands arrive on the server's threads, one at a time for each connection.
 */
final class OrderedBackend extends AbstractMongoBackend {
  /** Of MongoDB 5.0, which the library answers like; mongosh refuses the 8 it announces. */
  private static final int WIRE_VERSION = 13;

  private static final int SESSION_MINUTES = 30;

  /** Documents in a batch where the client names no number; the library would send all at once. */
  private static final int BATCH = 1_000;

  private static final Set<String> CHANGING =
      Set.of(
          "create",
          "createindexes",
          "delete",
          "drop",
          "dropdatabase",
          "dropindexes",
          "findandmodify",
          "insert",
          "renamecollection",
          "update");

  /** Also on a full disk: what they free is used again. */
  private static final Set<String> FREEING =
      Set.of("delete", "drop", "dropdatabase", "dropindexes");

  private static final int OUT_OF_DISK_SPACE = 14_031; // MongoDB's number for it

  /** Answered with "ok" and nothing else: there is nothing to do here. */
  private static final Set<String> POLITE =
      Set.of("collmod", "endsessions", "killallsessions", "killsessions", "refreshsessions");

  private static final Set<String> TRANSACTION = Set.of("committransaction", "aborttransaction");

  private final StoreFile file;
  private final TimeLimits limits;

  OrderedBackend(StoreFile file, TimeLimits limits) {
    this.file = file;
    this.limits = limits;
    file.mapNames().stream().map(Utils::firstFragment).distinct().forEach(this::resolveDatabase);
  }

  @Override
  protected OrderedDatabase openOrCreateDatabase(String name) {
    return new OrderedDatabase(name, file, limits, getCursorRegistry());
  }

  @Override
  public Document handleCommand(Channel channel, String database, String command, Document query) {
    String name = command.toLowerCase(Locale.ROOT);
    refuseTransaction(name, query);
    if (POLITE.contains(name)) {
      Document answer = new Document();
      Utils.markOkay(answer);
      return answer;
    }
    boolean changing = CHANGING.contains(name) || isWritten(query.get("pipeline"));
    if (changing && !FREEING.contains(name) && file.isFull()) {
      throw new MongoServerError(OUT_OF_DISK_SPACE, "OutOfDiskSpace", "The disk is full");
    }
    return changing
        ? file.change(() -> change(channel, database, command, query))
        : limits.within(
            query.get("maxTimeMS"), () -> file.look(() -> read(channel, database, command, query)));
  }

  /**
   * Whether an aggregation writes what it finds into a collection: only then it is a change. The
   * library obeys such a stage also within a $facet or a $lookup.
   */
  private static boolean isWritten(@Nullable Object pipeline) {
    if (pipeline instanceof List<?> parts) {
      return parts.stream().anyMatch(OrderedBackend::isWritten);
    }
    return pipeline instanceof Document stage
        && (stage.containsKey("$out")
            || stage.containsKey("$merge")
            || stage.values().stream().anyMatch(OrderedBackend::isWritten));
  }

  private Document change(Channel channel, String database, String command, Document query) {
    Document answer = super.handleCommand(channel, database, command, query);
    if (command.equals("insert")
        && answer.get("n") instanceof Integer asked
        && answer.get("writeErrors") instanceof List<?> errors) {
      answer.put("n", asked - errors.size()); // the library counts what was asked for
    }
    return answer;
  }

  private Document read(Channel channel, String database, String command, Document query) {
    switch (command.toLowerCase(Locale.ROOT)) {
      case "hello", "ismaster" -> {
        return greeting(super.handleCommand(channel, database, "ismaster", query));
      }
      case "find", "getmore" -> {
        if (!(query.get("batchSize") instanceof Number size && size.intValue() > 0)) {
          query.put("batchSize", BATCH);
        }
      }
      default -> {} // as the library answers
    }
    return super.handleCommand(channel, database, command, query);
  }

  /** Without a session time-out the driver believes that there are no sessions. */
  private static Document greeting(Document answer) {
    answer.put("isWritablePrimary", true);
    answer.put("helloOk", true);
    answer.put("logicalSessionTimeoutMinutes", SESSION_MINUTES);
    answer.put("maxWireVersion", WIRE_VERSION);
    answer.put("readOnly", false);
    return answer;
  }

  private static void refuseTransaction(String name, Document query) {
    if (query.containsKey("startTransaction")
        || query.containsKey("autocommit")
        || TRANSACTION.contains(name)) {
      throw new MongoServerError(
          ErrorCode.IllegalOperation, "The embedded MongoDB has no transactions");
    }
  }

  @Override
  public void close() {
    super.close();
    file.close();
  }
}
