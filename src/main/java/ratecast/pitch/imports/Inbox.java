package ratecast.pitch.imports;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ratecast.pitch.PitchFile;
import ratecast.pitch.book.TradingDay;
import ratecast.pitch.store.StoreAwayException;

/**
 * The folder whose files are imported. A file is taken at the second look that finds it as the
 * first did, of the same length and time: it has stopped growing. Names that begin with a dot or
 * end in .part or .tmp are left alone. One that finds no place in the queue, or no store, or brings
 * the date for what is still imported without, waits for the next look; where there is no place or
 * no store the look ends, and what waits is read for its hash once, while it looks the same. A
 * thread of its own looks, from {@link #start} to {@link #stop}.
 */
@Singleton
public final class Inbox {
  private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

  /** Files of one look; what else lies there comes later. */
  private static final int MOST = 1_000;

  private final Path folder;
  private final long everyMillis;
  private final Importer importer;
  private final Shelf shelf;
  private final ScheduledExecutorService clockwork =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "pitch-inbox");
            thread.setDaemon(true);
            return thread;
          });
  private Map<Path, Looks> seen = new HashMap<>();
  private final Map<Path, Looks> handedIn = new HashMap<>();

  /** Of files that wait: they may be large, and many. */
  private final Map<Path, Hashed> hashed = new HashMap<>();

  /** How a file looked. */
  private record Looks(long length, long modified) {}

  private record Hashed(Looks looks, String sha256) {}

  Inbox(PitchConfig config, Importer importer, Shelf shelf) {
    this.folder = config.folder();
    this.everyMillis = config.look().toMillis();
    this.importer = importer;
    this.shelf = shelf;
  }

  /** Once. */
  public void start() {
    var unused = // it ends with the clockwork
        clockwork.scheduleWithFixedDelay(
            this::lookSafely, everyMillis, everyMillis, TimeUnit.MILLISECONDS);
  }

  public void stop() {
    clockwork.shutdownNow();
  }

  private void lookSafely() {
    try {
      look();
    } catch (IOException e) {
      LOG.debug("The inbox {} cannot be read", folder, e);
    } catch (RuntimeException | Error bug) { // of whatever kind: it would end the schedule
      LOG.error("A look into the inbox was lost to a bug", bug);
    }
  }

  /** For one thread. */
  void look() throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    Map<Path, Looks> now = new HashMap<>();
    boolean isTaken = true;
    for (Path file : files()) {
      Looks looks = looks(file);
      now.put(file, looks);
      if (isTaken && looks.equals(seen.get(file)) && !looks.equals(handedIn.get(file))) {
        isTaken = take(file, looks);
      }
    }
    seen = now;
    handedIn.keySet().retainAll(now.keySet());
    hashed.keySet().retainAll(now.keySet());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> Files.isRegularFile(file) && isWhole(String.valueOf(file.getFileName())))
          .sorted()
          .limit(MOST)
          .toList();
    }
  }

  private static boolean isWhole(String name) {
    return !name.startsWith(".") && !name.endsWith(".part") && !name.endsWith(".tmp");
  }

  private static Looks looks(Path file) throws IOException {
    try {
      return new Looks(Files.size(file), Files.getLastModifiedTime(file).toMillis());
    } catch (NoSuchFileException justMoved) {
      return new Looks(-1, -1);
    }
  }

  /** False where it found no place, or no store: nor would the next. */
  private boolean take(Path file, Looks looks) {
    String name = String.valueOf(file.getFileName());
    try {
      Optional<TradingDay> day = FileName.day(name);
      Optional<Claim> claim = importer.submit(name, sha256(file, looks), file, day);
      if (claim.isPresent() && !claim.get().isEarly(day)) {
        handedIn.put(file, looks);
        hashed.remove(file);
        settle(claim.get(), file, name);
      }
      return claim.isPresent();
    } catch (StoreAwayException away) {
      LOG.debug("The store is away; {} waits in the inbox", name, away);
      return false;
    } catch (IOException e) {
      handedIn.put(file, looks);
      shelf.refused(file, name, "The file cannot be read: " + e.getMessage());
      return true;
    }
  }

  /** One more copy of a file is put away at once: its content is or will be in the store. */
  private void settle(Claim claim, Path file, String name) {
    if (claim.refusal().isPresent()) {
      shelf.refused(file, name, claim.refusal().get());
      return;
    }
    boolean sameFile = claim.imported().file().equals(file);
    if (!claim.isDue() && !(sameFile && claim.imported().isOpen())) {
      LOG.info("{} is import {}, which is known", name, claim.imported().id());
      shelf.done(file, name);
    }
  }

  private String sha256(Path file, Looks looks) throws IOException {
    Hashed before = hashed.get(file);
    if (before != null && before.looks().equals(looks)) {
      return before.sha256();
    }
    try (PitchFile whole = PitchFile.open(file)) {
      String sha256 = whole.sha256();
      hashed.put(file, new Hashed(looks, sha256));
      return sha256;
    }
  }
}
