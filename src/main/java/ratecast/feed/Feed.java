package ratecast.feed;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * One source of rates. Extracts what the source says and nothing else: it knows no schedule and no
 * asset ids, and does not judge which quotes are usable.
 */
public interface Feed extends AutoCloseable {
  /** The word by which settings, metrics and clients know it: "emcont". */
  String name();

  /**
   * The symbols it is there to bring. Those the catalogue does not have are registered before the
   * feed starts; an answer may hold others beside them.
   */
  List<String> symbols();

  /**
   * Asks the source once. Does not block. Called for rising seconds and never while an earlier poll
   * still runs or before its time was up.
   *
   * @param second whole seconds since 1970 UTC: the second the answer will stand for
   * @return fails with a {@link PollException} where the source is away or its answer is none; any
   *     other failure is a bug
   */
  CompletionStage<Answer> poll(long second);

  /**
   * Another node asked meanwhile: what earlier polls left behind here is old. Called on the thread
   * that polls, before it polls again.
   */
  default void resume() {}

  /** How it wants to be asked; what the settings say, unless its source changes far more seldom. */
  default FeedConfig rhythm(FeedConfig settings) {
    return settings;
  }

  @Override
  default void close() {}
}
