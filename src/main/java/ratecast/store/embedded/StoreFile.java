package ratecast.store.embedded;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one file, as ordered maps from {@code _id} to a document's bytes, and the clockwork that
 * keeps it: a commit between commands {@value #COMMIT_MS} ms after the first change that it does
 * not hold yet, the operating system told to write it out every {@value #SYNC_MS} ms, half-empty
 * chunks rewritten every {@value #COMPACT_MS} ms. Any thread.
 *
 * <p>The file format is H2's MVStore: log-structured, every chunk with a checksum, space of dead
 * chunks used again {@value #REUSE_AFTER_MS} ms after they died.
 */
final class StoreFile implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StoreFile.class);

  private static final int COMMIT_MS = 200;
  private static final int CLOSE_MS = 5_000;
  private static final int SYNC_MS = 5_000;
  private static final int COMPACT_MS = 10_000;

  /** Longer than two syncs, so that no chunk the disk still needs after a power failure is lost. */
  private static final int REUSE_AFTER_MS = 15_000;

  /** Per cent of live bytes under which chunks are rewritten, and how many bytes at a time. */
  private static final int FILL_RATE = 60;

  private static final int COMPACT_BYTES = 4 << 20;

  private final MVStore store;
  private final DiskRoom room;
  private final CommitGate gate = new CommitGate();
  private final ScheduledThreadPoolExecutor clockwork;
  private final List<Future<?>> duties = new ArrayList<>();
  private final AtomicBoolean commitDue = new AtomicBoolean();
  private final Duty commit = new Duty("commit", this::commit);

  private StoreFile(MVStore store, DiskRoom room, int reuseAfterMillis) {
    this.store = store;
    this.room = room;
    store.setRetentionTime(reuseAfterMillis);
    clockwork =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "embedded-store");
              thread.setDaemon(true);
              return thread;
            },
            new ThreadPoolExecutor.DiscardPolicy()); // closing keeps what comes after its shutdown
    clockwork.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    if (store.isPersistent()) {
      every(SYNC_MS, new Duty("sync", store::sync));
      compact();
      every(COMPACT_MS, new Duty("compaction", this::compact));
    }
  }

  /**
   * Opens the file in the folder; both are made where they are missing.
   *
   * @throws EmbeddedStoreException where the folder cannot be used, or is in use
   */
  static StoreFile open(Path folder, DiskRoom room) {
    return open(folder, room, REUSE_AFTER_MS);
  }

  /** Opens it with another time until the space of a dead chunk is used again. */
  static StoreFile open(Path folder, DiskRoom room, int reuseAfterMillis) {
    return new StoreFile(StoreFolder.open(folder), room, reuseAfterMillis);
  }

  static StoreFile inMemory() {
    return new StoreFile(
        new MVStore.Builder().autoCommitDisabled().open(),
        new DiskRoom(() -> Long.MAX_VALUE),
        REUSE_AFTER_MS);
  }

  /** Runs a command that changes maps, with no commit in its middle. */
  <T> T change(Supplier<T> command) {
    try {
      return gate.change(command);
    } finally {
      if (commitDue.compareAndSet(false, true)) {
        var unused = // a duty says what went wrong
            clockwork.schedule(() -> keep(commit), COMMIT_MS, TimeUnit.MILLISECONDS);
      }
    }
  }

  /**
   * Runs a command that reads maps, beside all others and beside commits: however long it takes, no
   * page of the state it began with is used again.
   */
  <T> T look(Supplier<T> command) {
    MVStore.TxCounter version = store.registerVersionUsage();
    try {
      return command.get();
    } finally {
      store.deregisterVersionUsage(version);
    }
  }

  /** Whether it must not grow now. Asks the disk. */
  boolean isFull() {
    return room.isFull();
  }

  Set<String> mapNames() {
    return store.getMapNames();
  }

  MVMap<Object, byte[]> map(String name) {
    return store.openMap(name, MapTypes.builder());
  }

  void rename(MVMap<Object, byte[]> map, String name) {
    store.renameMap(map, name);
  }

  void remove(MVMap<Object, byte[]> map) {
    store.removeMap(map);
  }

  /** Bytes on disk, 0 in memory. */
  long size() {
    return store.isPersistent() ? store.getFileStore().size() : 0;
  }

  /**
   * Keeps everything, then closes. A commit on its way is waited for and never interrupted: an
   * interrupt would close the file under it.
   */
  @Override
  public void close() {
    clockwork.shutdown();
    try {
      if (!clockwork.awaitTermination(CLOSE_MS, TimeUnit.MILLISECONDS)) {
        log.warn("The embedded store's disk is slow; closing waits for it");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    look(() -> null); // or the last look of all might have left its version in use
    gate.alone(store::close);
  }

  private void commit() {
    commitDue.set(false); // before it: a change that it just misses is due again
    gate.alone(store::commit);
  }

  /**
   * Rewrites the live pages of half-empty chunks. Nothing more: MVStore's other way, moving chunks
   * to the front of the file, broke its own assertions in our kill test.
   */
  void compact() {
    if (room.isFull()) {
      return;
    }
    gate.alone(
        () -> {
          store.compact(FILL_RATE, COMPACT_BYTES);
          store.commit();
        });
  }

  private void every(int millis, Duty duty) {
    duties.add(
        clockwork.scheduleWithFixedDelay(() -> keep(duty), millis, millis, TimeUnit.MILLISECONDS));
  }

  /**
   * A write that fails closes the map store: from then on every command is answered with an error.
   */
  private void keep(Duty duty) {
    if (!store.isClosed() && !duty.done() && store.isClosed()) {
      log.error("The embedded store cannot write its file; nothing is kept from now on");
    }
  }
}
