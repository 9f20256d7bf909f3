package ratecast.feed;

import io.micronaut.http.HttpResponse;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import ratecast.intake.Intake;
import ratecast.market.Quote;
import reactor.core.Exceptions;

/**
 * The JSONP page of rates over HTTP. It has no time in it and repeats its last prices when nothing
 * changed, so an answer is fresh when any quote of the whole page differs from the page before.
 */
final class EmcontFeed implements Feed {
  private final PageClient client;
  private final List<String> symbols;
  private volatile Set<Quote> lastPage = Set.of();

  /**
   * @param symbols those of the page that are wanted, for who asks; the answer holds all it has
   */
  EmcontFeed(URI page, List<String> symbols, Duration timeout) {
    this.client = new PageClient(page, timeout);
    this.symbols = List.copyOf(symbols);
  }

  @Override
  public String name() {
    return FeedKind.EMCONT.word();
  }

  @Override
  public List<String> symbols() {
    return symbols;
  }

  @Override
  public CompletionStage<Answer> poll(long second) {
    return client.get(Map.of()).map(this::answer).onErrorMap(Exceptions::unwrap).toFuture();
  }

  @Override
  public void close() {
    client.close();
  }

  private Answer answer(HttpResponse<byte[]> response) {
    try {
      Intake<Quote> quotes = EmcontPage.parse(client.text(response));
      Set<Quote> now = Set.copyOf(quotes.taken());
      boolean fresh = !now.equals(lastPage);
      lastPage = now;
      return new Answer(quotes, fresh);
    } catch (PollException noPage) {
      throw Exceptions.propagate(noPage);
    }
  }
}
