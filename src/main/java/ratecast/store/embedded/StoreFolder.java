package ratecast.store.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/** The folder of the store's file: opening it, or saying in a sentence why not. */
final class StoreFolder {
  private static final String FILE = "ratecast.mv";

  /** Says who holds the file's lock, to the next who comes. */
  private static final String OWNER = "ratecast.pid";

  /**
   * A tick changes the last page of every asset, so small pages write less: 4 KiB of values hold
   * five minutes of one asset.
   */
  private static final int PAGE_BYTES = 4 << 10;

  private static final int CACHE_MB = 16;

  private StoreFolder() {}

  static MVStore open(Path folder) {
    try {
      Files.createDirectories(folder);
      MVStore store = map(folder.resolve(FILE));
      Files.writeString(folder.resolve(OWNER), Long.toString(ProcessHandle.current().pid()));
      return store;
    } catch (IOException e) {
      throw new EmbeddedStoreException(
          folder + " cannot hold the store's file (" + e + "): set EMBEDDED_MONGO_DIR", e);
    } catch (MVStoreException e) {
      throw new EmbeddedStoreException(sentence(folder, e), e);
    }
  }

  /** Commits are the gate's alone: no background thread, none forced by a full buffer. */
  private static MVStore map(Path file) {
    return new MVStore.Builder()
        .fileName(file.toString())
        .autoCommitDisabled()
        .autoCommitBufferSize(0)
        .pageSplitSize(PAGE_BYTES)
        .cacheSize(CACHE_MB)
        .compress()
        .open();
  }

  private static String sentence(Path folder, MVStoreException e) {
    if (e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
      return folder
          + " is in use by another ratecast"
          + owner(folder)
          + ": stop it or set EMBEDDED_MONGO_DIR";
    }
    return folder.resolve(FILE)
        + " cannot be opened ("
        + e.getMessage()
        + "): restore it from a copy, move it away, or set EMBEDDED_MONGO_DIR";
  }

  private static String owner(Path folder) {
    try {
      return " (pid " + Files.readString(folder.resolve(OWNER)).strip() + ")";
    } catch (IOException e) {
      return "";
    }
  }
}
