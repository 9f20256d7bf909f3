package ratecast.pitch.imports;

import jakarta.inject.Singleton;
import java.util.function.Consumer;
import ratecast.pitch.store.ImportStore;
import ratecast.pitch.store.PitchImport;
import ratecast.pitch.store.PitchStore;

/** Imports a file that was claimed. Any thread may, each its own file. */
@Singleton
public final class FileImport {
  private final ImportStore imports;
  private final PitchStore messages;
  private final MidHistory history;
  private final ImportMeters meters;

  FileImport(ImportStore imports, PitchStore messages, MidHistory history, ImportMeters meters) {
    this.imports = imports;
    this.messages = messages;
    this.history = history;
    this.meters = meters;
  }

  /**
   * Blocks until it is done or refused, by this run or another, or the patience is over: then it
   * comes back as it stands, still running, and goes on at the next time.
   *
   * @param watcher told after each batch, on this thread
   */
  public PitchImport run(PitchImport job, Patience patience, Consumer<PitchImport> watcher) {
    return new ImportRun(job, patience, this, watcher).run();
  }

  ImportStore imports() {
    return imports;
  }

  PitchStore messages() {
    return messages;
  }

  MidHistory history() {
    return history;
  }

  ImportMeters meters() {
    return meters;
  }
}
