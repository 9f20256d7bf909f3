package ratecast.feed;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;
import ratecast.intake.Intake;
import ratecast.market.Quote;

/** A feed that answers as it is told and remembers for which seconds it was asked. */
final class FakeFeed implements Feed {
  final List<Long> asked = new ArrayList<>();
  int resumed;
  private LongFunction<CompletionStage<Answer>> reply = second -> price("1.1");

  void answers(LongFunction<CompletionStage<Answer>> how) {
    reply = how;
  }

  static CompletionStage<Answer> price(String price) {
    return CompletableFuture.completedStage(
        new Answer(Intake.of(List.of(Quote.of("EURUSD", new BigDecimal(price)))), true));
  }

  static CompletionStage<Answer> samePrice() {
    return price("1.1").thenApply(answer -> new Answer(answer.quotes(), false));
  }

  static CompletionStage<Answer> away() {
    return CompletableFuture.failedStage(new PollException("unreachable", "nobody there"));
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public List<String> symbols() {
    return List.of("EURUSD");
  }

  @Override
  public void resume() {
    resumed++;
  }

  @Override
  public CompletionStage<Answer> poll(long second) {
    asked.add(second);
    return reply.apply(second);
  }
}
