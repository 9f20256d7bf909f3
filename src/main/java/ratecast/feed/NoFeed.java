package ratecast.feed;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import ratecast.intake.Intake;

/** {@code FEED=none}: all points come from outside. Never asked. */
final class NoFeed implements Feed {
  @Override
  public String name() {
    return FeedKind.NONE.word();
  }

  @Override
  public List<String> symbols() {
    return List.of();
  }

  @Override
  public CompletionStage<Answer> poll(long second) {
    return CompletableFuture.completedStage(new Answer(Intake.of(List.of()), false));
  }
}
