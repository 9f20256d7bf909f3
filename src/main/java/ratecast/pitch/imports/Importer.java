package ratecast.pitch.imports;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ratecast.pitch.book.TradingDay;
import ratecast.pitch.store.ImportState;
import ratecast.pitch.store.ImportStore;
import ratecast.pitch.store.PitchImport;

/**
 * The running program's imports: one at a time, on a thread of its own, in the order in which they
 * came; at most {@value #PLACES} wait. What was queued or running when the program ended goes on at
 * its start, where its file lies here.
 */
@Singleton
public final class Importer {
  static final int PLACES = 100;

  private static final Logger LOG = LoggerFactory.getLogger(Importer.class);
  private static final long GOODBYE_SECONDS = 5;

  private final ImportStore imports;
  private final Claims claims;
  private final FileImport fileImport;
  private final Shelf shelf;
  private final ImportMeters counts;
  private final Patience patience = new Patience();
  private final Semaphore places = new Semaphore(PLACES);

  /** An empty one, beside the {@value #PLACES}, wakes who waits for the next: it is over. */
  private final BlockingQueue<Optional<Job>> waiting = new LinkedBlockingQueue<>(PLACES + 1);

  /** Ids of what waits or runs here. */
  private final Set<Integer> held = ConcurrentHashMap.newKeySet();

  private final Thread thread = new Thread(this::run, "pitch-import");

  /**
   * What waits.
   *
   * @param isClaimed whether its file was handed in here; else it may be another node's, and what
   *     lies at its path here another file
   */
  private record Job(PitchImport imported, boolean isClaimed) {}

  Importer(
      ImportStore imports,
      Claims claims,
      FileImport fileImport,
      Shelf shelf,
      ImportMeters counts,
      MeterRegistry meters) {
    this.imports = imports;
    this.claims = claims;
    this.fileImport = fileImport;
    this.shelf = shelf;
    this.counts = counts;
    thread.setDaemon(true);
    meters.gauge("ratecast.pitch.waiting", waiting, BlockingQueue::size);
  }

  /** Once, when the store is ready. Does not block. */
  public void start() {
    thread.start();
  }

  /** Takes nothing more; the running import stops after its batch. Waits for that, bounded. */
  public void stop() {
    patience.end(); // no interrupt: it would close the file under the import
    waiting.add(Optional.empty());
    try {
      thread.join(TimeUnit.SECONDS.toMillis(GOODBYE_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether one more would find no place; so that nobody sends a gigabyte in vain. */
  public boolean isFull() {
    return places.availablePermits() == 0;
  }

  /**
   * Hands in a file, which must stay where it is until its import is over. Blocks while the store
   * is asked. Any thread.
   *
   * @return empty where too many wait
   * @throws ratecast.pitch.store.StoreAwayException where the store could not be asked
   */
  public Optional<Claim> submit(String name, String sha256, Path file, Optional<TradingDay> day) {
    if (!places.tryAcquire()) {
      counts.imports("queue-full");
      return Optional.empty();
    }
    boolean queued = false;
    try {
      Claim claim = claims.claim(name, sha256, file, day);
      queued =
          (claim.isDue() || isForgotten(claim.imported()))
              && queue(new Job(claim.imported(), claim.isDue()));
      if (!queued) {
        counts.imports("known");
      }
      return Optional.of(claim);
    } finally {
      if (!queued) {
        places.release();
      }
    }
  }

  /**
   * Whether an import whose file may be here does not wait here: the claim's answer was lost, or
   * another program made it, which may be gone. Should that still run, both do the work.
   */
  private boolean isForgotten(PitchImport known) {
    return known.isOpen() && Files.exists(known.file()) && !held.contains(known.id());
  }

  /** For who has a place. */
  private boolean queue(Job job) {
    held.add(job.imported().id());
    return waiting.offer(Optional.of(job));
  }

  private void run() {
    try {
      survive(this::resume, "looking for open imports; they wait for the next start");
      while (!patience.isOver()) {
        Optional<Job> next = waiting.take();
        if (next.isPresent()) {
          take(next.get());
        }
      }
    } catch (InterruptedException | StoppedException e) {
      LOG.debug("The importer ends", e);
    }
  }

  /** Of whatever kind a bug is: it would end the only thread that imports. */
  private static boolean survive(Runnable work, String what) {
    try {
      work.run();
      return true;
    } catch (StoppedException stopped) {
      throw stopped;
    } catch (RuntimeException | Error bug) {
      LOG.error("A bug in {}", what, bug);
      return false;
    }
  }

  private void take(Job job) {
    PitchImport imported = job.imported();
    String id = "import " + imported.id();
    try {
      if (!survive(() -> importIfHere(job), id + "; it is refused")) {
        survive(
            () -> refuse(imported), "refusing " + id + "; it stays as it is until the next start");
      }
      survive(this::sweep, "sweeping after " + id);
    } finally {
      held.remove(imported.id());
      places.release();
    }
  }

  private void resume() {
    sweep();
    for (PitchImport left : open()) {
      if (!Files.exists(left.file())) {
        waits(left, "is not here");
      } else if (!held.contains(left.id()) && places.tryAcquire()) {
        queue(new Job(left, false));
      }
    }
  }

  /** Not at a start alone: what it left would be too young after one within ten minutes. */
  private void sweep() {
    shelf.sweepUploads(
        () ->
            open().stream()
                .map(left -> String.valueOf(left.file().getFileName()))
                .collect(Collectors.toSet()));
  }

  private List<PitchImport> open() {
    return patience.ask(() -> imports.open().blockOptional().orElseThrow());
  }

  private static void waits(PitchImport left, String absence) {
    LOG.warn("Import {} waits for {}, which {}", left.id(), left.file(), absence);
  }

  private void importIfHere(Job job) {
    PitchImport imported = job.imported();
    if (job.isClaimed()) {
      importAndPutAway(imported);
      return;
    }
    Optional<String> absence = Claims.absence(imported);
    if (absence.isPresent()) {
      waits(imported, absence.get());
    } else {
      LOG.info(
          "Import {} of {} goes on at line {}",
          imported.id(),
          imported.name(),
          imported.nextLine());
      importAndPutAway(imported);
    }
  }

  private void importAndPutAway(PitchImport job) {
    PitchImport over = fileImport.run(job, patience, running -> {});
    shelf.away(over);
    LOG.info(
        "Import {} of {} is {}: {} lines, {} refused{}",
        over.id(),
        over.name(),
        over.state().word(),
        over.summary().lines(),
        over.summary().refusedLines(),
        over.reason().map(reason -> ". " + reason).orElse(""));
  }

  private void refuse(PitchImport job) {
    Optional<String> reason = Optional.of("A bug of this program; its log says more.");
    shelf.away(
        patience.ask(
            () ->
                imports
                    .ended(job, ImportState.REFUSED, reason, job.progress())
                    .blockOptional()
                    .orElseThrow()));
  }
}
