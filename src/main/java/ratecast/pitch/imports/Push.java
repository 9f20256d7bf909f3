package ratecast.pitch.imports;

import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import ratecast.pitch.book.TradingDay;
import ratecast.pitch.store.ImportState;
import ratecast.pitch.store.PitchImport;

/**
 * A batch of messages that came one by one: an import like any other, of a file written for it,
 * done when this returns. The same batch again is recognised as the same file. Blocks; any thread.
 */
@Singleton
public final class Push {
  private static final String NAME = "push";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Uploads uploads;
  private final Claims claims;
  private final FileImport fileImport;
  private final MidHistory history;

  Push(Uploads uploads, Claims claims, FileImport fileImport, MidHistory history) {
    this.uploads = uploads;
    this.claims = claims;
    this.fileImport = fileImport;
    this.history = history;
  }

  /** A sentence where this day can have no history: then nothing is taken under it. */
  public Optional<String> refusal(TradingDay day) {
    return history.refusal(day);
  }

  /**
   * Imports the lines.
   *
   * @param lines of messages that were decoded, at least one
   * @return whether they are stored through this; false where they were there already. Empty where
   *     the store did not take them in its time: sending them again is safe
   * @throws InboxUnavailableException where the disk did not take their file: so it is then
   */
  public Optional<Claim> take(List<String> lines, Optional<TradingDay> day)
      throws IOException, UploadTooLargeException, InboxUnavailableException {
    byte[] content = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.US_ASCII);
    Upload upload = uploads.receive(new ByteArrayInputStream(content));
    try {
      return take(upload, day);
    } finally {
      uploads.discard(upload);
    }
  }

  private Optional<Claim> take(Upload upload, Optional<TradingDay> day) {
    Claim claim = claims.claim(NAME, upload.sha256(), upload.file(), day);
    if (!claim.isDue() && !claim.imported().isOpen()) {
      return Optional.of(claim);
    }
    PitchImport over = run(claim.imported());
    if (over.state() != ImportState.DONE) {
      return Optional.empty();
    }
    return over.lacks(day) // begun without it by an earlier push
        ? take(upload, day)
        : Optional.of(new Claim(over, claim.isDue()));
  }

  private PitchImport run(PitchImport job) {
    Patience patience = new Patience();
    CompletableFuture.delayedExecutor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .execute(patience::end);
    return fileImport.run(job, patience, running -> {});
  }
}
