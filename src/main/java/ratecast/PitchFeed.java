package ratecast;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import ratecast.feed.Answer;
import ratecast.feed.Feed;
import ratecast.feed.PollException;
import ratecast.intake.Intake;
import ratecast.market.Quote;
import ratecast.pitch.PitchFile;
import ratecast.pitch.book.BookFeed;
import ratecast.pitch.book.BookLimits;
import ratecast.pitch.book.SecondQuotes;

/**
 * {@code FEED=pitch}: plays a file at its own pace, as its books stood at each of its seconds. The
 * first poll brings its first second, each later one the second that lies as far from it as the
 * polls do; at its end it starts again. Reads on a thread of its own; a new symbol is registered
 * before the answer goes out, where that takes no longer than {@value #WAIT_MS} ms, and has its
 * first point a second later where it does.
 */
final class PitchFeed implements Feed {
  private static final int WAIT_MS = 300;

  private final Path file;
  private final Function<List<Quote>, CompletableFuture<Void>> registrar;
  private final ExecutorService reader =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "pitch-feed");
            thread.setDaemon(true);
            return thread;
          });
  private @Nullable BookFeed books;
  private long midnight;
  private SecondQuotes current = new SecondQuotes(0, Intake.of(List.of()));
  private List<Quote> last = List.of();

  /**
   * @param registrar makes the symbols of these quotes assets; never fails
   */
  PitchFeed(Path file, Function<List<Quote>, CompletableFuture<Void>> registrar) {
    this.file = file;
    this.registrar = registrar;
  }

  @Override
  public String name() {
    return "pitch";
  }

  /** None before it starts: they become assets as they come. */
  @Override
  public List<String> symbols() {
    return List.of();
  }

  @Override
  public CompletionStage<Answer> poll(long second) {
    return CompletableFuture.supplyAsync(() -> answer(second), reader)
        .thenCompose(
            answer ->
                registrar
                    .apply(answer.quotes().taken())
                    .completeOnTimeout(null, WAIT_MS, TimeUnit.MILLISECONDS)
                    .thenApply(registered -> answer));
  }

  private Answer answer(long second) {
    try {
      advance(second);
    } catch (IOException | PollException e) {
      shut();
      throw new CompletionException(
          e instanceof PollException ? e : new PollException("file", file + ": " + e.getMessage()));
    }
    boolean silent = current.second() != second - midnight; // a long pause within the file
    Intake<Quote> quotes = silent ? Intake.of(List.of()) : current.quotes();
    boolean fresh = !quotes.taken().isEmpty() && !quotes.taken().equals(last);
    last = quotes.taken();
    return new Answer(quotes, fresh);
  }

  /** To the file's second that stands for this one, or to the first after it. */
  private void advance(long second) throws IOException, PollException {
    BookFeed playing = books;
    if (playing == null) {
      begin(second);
      return;
    }
    while (current.second() < second - midnight) {
      Optional<SecondQuotes> next = playing.next();
      if (next.isEmpty()) {
        begin(second);
        return;
      }
      current = next.get();
    }
  }

  private void begin(long second) throws IOException, PollException {
    shut();
    BookFeed playing = new BookFeed(PitchFile.open(file), BookLimits.DEFAULT);
    books = playing;
    current =
        playing
            .next()
            .orElseThrow(() -> new PollException("no-message", file + " holds no PITCH message"));
    midnight = second - current.second();
  }

  private void shut() {
    BookFeed playing = books;
    books = null;
    if (playing != null) {
      try {
        playing.close();
      } catch (IOException e) {
        // it was only read
      }
    }
  }

  @Override
  public void close() {
    reader.shutdownNow();
  }
}
