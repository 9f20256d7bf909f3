package ratecast.pitch.imports;

import static java.util.Objects.requireNonNull;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.zip.ZipException;
import ratecast.pitch.Decoded;
import ratecast.pitch.PitchBatch;
import ratecast.pitch.PitchFile;
import ratecast.pitch.PitchMessage;
import ratecast.pitch.book.BookClock;
import ratecast.pitch.book.BookLimits;
import ratecast.pitch.book.Books;
import ratecast.pitch.book.PitchSummary;
import ratecast.pitch.book.PitchTally;
import ratecast.pitch.book.SecondQuotes;
import ratecast.pitch.store.ImportProgress;
import ratecast.pitch.store.ImportState;
import ratecast.pitch.store.PitchImport;
import reactor.core.publisher.Mono;

/**
 * One import from its first line to its last, batch by batch: the messages are stored first, then
 * how far it is. What was interrupted is read from its first line again, which the books need, and
 * stored from the line after the last that is known to be there; should that have been written
 * already, writing it again changes nothing. Ends early where another run has ended the import, or
 * has it from another place. For one thread; holds one batch, and the mids of some seconds.
 */
final class ImportRun {
  private final Patience patience;
  private final FileImport parts;
  private final Consumer<PitchImport> watcher;
  private final Books books = new Books(BookLimits.DEFAULT);
  private final BookClock clock = new BookClock(books);
  private final PitchTally tally = new PitchTally();
  private final Optional<MidBuffer> mids;
  private final long firstLine;
  private final long started = System.nanoTime();
  private PitchImport job;
  private OptionalLong crc;
  private int kept;
  private long size;

  ImportRun(PitchImport job, Patience patience, FileImport parts, Consumer<PitchImport> watcher) {
    this.job = job;
    this.patience = patience;
    this.parts = parts;
    this.watcher = watcher;
    this.firstLine = job.nextLine();
    this.crc = job.progress().crc();
    this.kept = job.progress().second();
    this.mids = job.day().map(day -> new MidBuffer(day, job.progress().second()));
  }

  PitchImport run() {
    try {
      Optional<String> refusal = job.day().flatMap(parts.history()::refusal);
      return refusal.isPresent() ? ended(ImportState.REFUSED, refusal) : read();
    } catch (StoppedException stopped) {
      return job;
    }
  }

  private PitchImport read() {
    try (PitchFile file = PitchFile.open(job.file())) {
      if (isBegunWithAnother()) {
        return changed();
      }
      size = Math.max(1, Files.size(job.file()));
      progressed(job.progress());
      Optional<String> broken = takeAll(file);
      if (!file.sha256().equals(job.sha256())) {
        return changed();
      }
      clock.close(this::gather);
      if (broken.isPresent()) {
        return ended(ImportState.REFUSED, broken);
      }
      mids.ifPresent(this::keep);
      return tally.summary(books).messages() == 0
          ? ended(ImportState.REFUSED, Optional.of("Not one line of it is a PITCH message."))
          : ended(ImportState.DONE, Optional.empty());
    } catch (IOException e) {
      return ended(ImportState.REFUSED, Optional.of(sentence(e)));
    }
  }

  /** Whether the lines that are stored are not those of the file as it lies there now. */
  private boolean isBegunWithAnother() throws IOException {
    if (crc.isEmpty()) {
      return false;
    }
    try (PitchFile stored = PitchFile.open(job.file())) {
      stored.skipTo(firstLine);
      return stored.crc() != crc.getAsLong();
    } catch (EOFException | ZipException e) {
      return false; // it breaks off here, and where it is read to be imported
    }
  }

  /** A sentence where a gzip breaks off before its end. */
  private Optional<String> takeAll(PitchFile file) throws IOException {
    try {
      Optional<PitchBatch> batch = file.next();
      while (batch.isPresent()) {
        patience.goOn();
        take(batch.get(), file);
        batch = file.next();
      }
      return Optional.empty();
    } catch (EOFException | ZipException e) {
      return Optional.of(sentence(e));
    }
  }

  private void take(PitchBatch batch, PitchFile file) {
    tally.add(batch);
    for (Decoded line : batch.lines()) {
      if (line instanceof PitchMessage message) {
        clock.apply(message, this::gather);
      }
    }
    if (batch.nextLine() > job.nextLine()) {
      parts.meters().timed(() -> store(batch));
      parts.meters().stored(batch);
      crc = OptionalLong.of(file.crc());
      progressed(progress(percent(file.bytesRead())));
    }
  }

  private boolean store(PitchBatch batch) {
    return patience.ask(
        () -> {
          parts.messages().write(job.id(), batch).block();
          return true;
        });
  }

  private void gather(SecondQuotes second) {
    mids.ifPresent(
        buffer -> {
          buffer.add(second);
          if (buffer.isFull()) {
            keep(buffer);
          }
        });
  }

  private void keep(MidBuffer buffer) {
    parts.meters().mids(patience.ask(() -> parts.history().keep(buffer.gathered())));
    buffer.clear();
    kept = buffer.last();
  }

  private void progressed(ImportProgress progress) {
    PitchImport before = job;
    job = patience.ask(() -> requireNonNull(parts.imports().progressed(before, progress).block()));
    if (!job.isOpen() || !job.file().equals(before.file())) {
      throw new StoppedException();
    }
    watcher.accept(job);
  }

  /**
   * What is stored under its id are another file's lines, and would stand in for its own when it
   * comes again. Ended first: a run beside this one writes no more of them then.
   */
  private PitchImport changed() {
    Optional<String> reason = Optional.of("The file changed while it was imported.");
    ended(ImportState.REFUSED, reason, ImportProgress.NONE);
    // Looked at again and again: the right file may come meanwhile, also while the store is away.
    Mono<Boolean> still =
        parts.imports().isVoid(job.id()).map(isVoid -> isVoid && !patience.isOver());
    patience.ask(
        () -> {
          parts.messages().remove(job.id(), still).block();
          return true;
        });
    return job;
  }

  private PitchImport ended(ImportState state, Optional<String> reason) {
    boolean further = tally.summary(books).lines() >= job.summary().lines();
    int percent = state == ImportState.DONE ? 100 : job.progress().percent();
    return ended(state, reason, further ? progress(percent) : job.progress());
  }

  private PitchImport ended(ImportState state, Optional<String> reason, ImportProgress end) {
    PitchImport before = job;
    job =
        patience.ask(
            () -> requireNonNull(parts.imports().ended(before, state, reason, end).block()));
    if (job.state() == state) { // else another run had ended it
      parts.meters().imports(state.word());
    }
    watcher.accept(job);
    return job;
  }

  private ImportProgress progress(int percent) {
    PitchSummary summary = tally.summary(books);
    double seconds =
        Math.max(1, System.nanoTime() - started) / (double) TimeUnit.SECONDS.toNanos(1);
    long before = summary.lines() >= firstLine ? firstLine - 1 : 0; // 0: only history is made
    long rate = Math.round((summary.lines() - before) / seconds);
    return new ImportProgress(summary, crc, kept, percent, rate);
  }

  private int percent(long bytes) {
    return (int) Math.min(100, bytes * 100 / size);
  }

  private String sentence(IOException e) {
    String place = "after line " + tally.summary(books).lines();
    if (e instanceof NoSuchFileException) {
      return "The file is gone.";
    }
    return e instanceof EOFException || e instanceof ZipException
        ? "The gzip is broken or cut short " + place + "."
        : "The file cannot be read " + place + ": " + e.getMessage();
  }
}
