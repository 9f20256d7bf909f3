package ratecast.feed;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import ratecast.intake.Intake;
import ratecast.market.Quote;

/**
 * Plays a recording at its own pace: the first poll brings the second of the file at which it
 * begins, each later one the second that lies as far from it as the polls do. At its end the file
 * starts again, from its first row. A second without a row brings no quote: a hole, not a repeat.
 * For one thread.
 */
final class RecordingFeed implements Feed {
  private final Recording recording;
  private final int begin;
  private long firstPoll = Long.MIN_VALUE;

  /**
   * @param from second of the file's day; one before the first row means the first row
   * @throws IllegalArgumentException where the file ends before
   */
  RecordingFeed(Recording recording, int from) {
    if (from >= recording.endSecond()) {
      throw new IllegalArgumentException(
          "RECORDING_FROM is "
              + from
              + ": allowed is what lies below "
              + recording.endSecond()
              + ", where the file ends");
    }
    this.recording = recording;
    this.begin = Math.max(from, recording.firstSecond());
  }

  @Override
  public String name() {
    return FeedKind.RECORDING.word();
  }

  @Override
  public List<String> symbols() {
    return List.of(recording.symbol());
  }

  @Override
  public CompletionStage<Answer> poll(long second) {
    if (firstPoll == Long.MIN_VALUE) {
      firstPoll = second;
    }
    Intake<Quote> quotes = recording.quotes(secondOfTheFile(second - firstPoll));
    return CompletableFuture.completedStage(new Answer(quotes, !quotes.taken().isEmpty()));
  }

  private int secondOfTheFile(long sinceFirstPoll) {
    int length = recording.endSecond() - recording.firstSecond();
    long played = begin - recording.firstSecond() + sinceFirstPoll;
    return recording.firstSecond() + Math.floorMod(played, length);
  }
}
