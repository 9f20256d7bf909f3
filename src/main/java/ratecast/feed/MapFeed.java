package ratecast.feed;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import ratecast.intake.Intake;
import ratecast.market.CurrencyPair;
import ratecast.market.Quote;
import reactor.core.Exceptions;

/**
 * A page with a base and a map of rates, as Open Exchange Rates, fixer and Frankfurter have it, and
 * the pairs crossed from it. The page changes once an hour or a day: each poll brings a point of
 * its own second all the same, fresh where the page changed. Asked with the page's ETag; "not
 * modified" repeats the rates before, and so does an older page that some cache still has.
 */
final class MapFeed implements Feed {
  /** What the source said last. */
  private record Known(MapPage page, Optional<String> tag) {}

  private final MapConfig config;
  private final PageClient client;
  private final List<String> symbols;
  private volatile @Nullable Known known;

  /**
   * @param names of the assets; those that are no currency pair are not asked of this feed
   */
  MapFeed(URI page, MapConfig config, List<String> names) {
    this.config = config;
    this.client = new PageClient(page, config.timeout());
    this.symbols =
        names.stream().filter(name -> CurrencyPair.parse(name).isPresent()).distinct().toList();
  }

  @Override
  public String name() {
    return FeedKind.MAP.word();
  }

  @Override
  public List<String> symbols() {
    return symbols;
  }

  @Override
  public FeedConfig rhythm(FeedConfig settings) {
    return new FeedConfig(name(), config.period(), config.timeout(), settings.staleAfter());
  }

  @Override
  public CompletionStage<Answer> poll(long second) {
    Known before = known;
    Map<String, String> headers =
        Optional.ofNullable(before)
            .flatMap(Known::tag)
            .map(tag -> Map.of("If-None-Match", tag))
            .orElse(Map.of());
    return client
        .get(headers)
        .map(response -> answer(response, before))
        .onErrorMap(Exceptions::unwrap)
        .toFuture();
  }

  @Override
  public void close() {
    client.close();
  }

  private Answer answer(HttpResponse<byte[]> response, @Nullable Known before) {
    if (before != null && response.code() == HttpStatus.NOT_MODIFIED.getCode()) {
      return new Answer(quotes(before.page()), false);
    }
    try {
      MapPage page = MapPage.parse(client.text(response));
      if (before != null && page.isOlderThan(before.page())) {
        return new Answer(quotes(before.page()), false);
      }
      known = new Known(page, Optional.ofNullable(response.getHeaders().get("ETag")));
      return new Answer(quotes(page), before == null || page.isNewerThan(before.page()));
    } catch (PollException noPage) {
      throw Exceptions.propagate(noPage);
    }
  }

  private Intake<Quote> quotes(MapPage page) {
    Intake.Builder<Quote> quotes = new Intake.Builder<>();
    page.rejections().forEach(bad -> quotes.reject(bad.reason(), bad.row()));
    for (String symbol : symbols) {
      CurrencyPair.parse(symbol)
          .flatMap(page::price)
          .ifPresentOrElse(
              price -> quotes.take(Quote.of(symbol, price)),
              () -> quotes.reject("no-rate", symbol));
    }
    return quotes.build();
  }
}
