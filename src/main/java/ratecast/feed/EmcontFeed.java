package ratecast.feed;

import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpRequest;
import io.micronaut.http.client.DefaultHttpClientConfiguration;
import io.micronaut.http.client.HttpClient;
import io.micronaut.http.client.exceptions.ContentLengthExceededException;
import io.micronaut.http.client.exceptions.HttpClientException;
import io.micronaut.http.client.exceptions.ReadTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ratecast.intake.Intake;
import ratecast.market.Quote;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * The JSONP page of rates over HTTP. It has no time in it and repeats its last prices when nothing
 * changed, so an answer is fresh when any quote of the whole page differs from the page before.
 *
 * <p>Never blocks; reads {@value #MAX_BODY} bytes at most; does not try again by itself.
 */
final class EmcontFeed implements Feed {
  private static final Logger LOG = LoggerFactory.getLogger(EmcontFeed.class);
  private static final int MAX_BODY = 1 << 20;

  /** For good and for bad answers: a body of either kind that is no JSON is no error. */
  private static final Argument<byte[]> BYTES = Argument.of(byte[].class);

  /** Reactor's key for what it does with an error that comes too late: else it logs each one. */
  private static final String DROPPED = "reactor.onErrorDropped.local";

  private final URI page;
  private final List<String> symbols;
  private final Duration timeout;
  private volatile HttpClient client;
  private volatile Set<Quote> lastPage = Set.of();

  /**
   * @param symbols those of the page that are wanted, for who asks; the answer holds all it has
   */
  EmcontFeed(URI page, List<String> symbols, Duration timeout) {
    this.page = page;
    this.symbols = List.copyOf(symbols);
    this.timeout = timeout;
    this.client = newClient();
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
    MutableHttpRequest<?> request =
        HttpRequest.GET(page)
            .accept(MediaType.ALL_TYPE)
            .header("User-Agent", "ratecast")
            .header("Cache-Control", "no-cache");
    // A timeout of our own, since the client's is one of silence: a page that drips never ends it.
    return Mono.from(client.exchange(request, BYTES, BYTES))
        .timeout(timeout)
        .map(this::answer)
        .onErrorMap(this::named)
        .contextWrite(Context.of(DROPPED, (Consumer<Throwable>) EmcontFeed::afterTheTimeout))
        .toFuture();
  }

  @Override
  public void close() {
    client.close();
  }

  private HttpClient newClient() {
    DefaultHttpClientConfiguration settings = new DefaultHttpClientConfiguration();
    settings.setConnectTimeout(timeout);
    settings.setReadTimeout(timeout);
    settings.setMaxContentLength(MAX_BODY);
    settings.setExceptionOnErrorStatus(false);
    settings.setNumOfThreads(1);
    return HttpClient.create(null, settings);
  }

  /**
   * The client reads a body that was given up to its end, in the background: a page that drips
   * would keep one more connection with each poll. Only closing the client closes them.
   */
  private void hangUp() {
    HttpClient hanging = client;
    client = newClient();
    ForkJoinPool.commonPool().execute(hanging::close); // waits for its thread
  }

  private Answer answer(HttpResponse<byte[]> response) {
    try {
      if (response.code() < 200 || response.code() > 299) {
        throw new PollException("http-status", page + " answered " + response.code());
      }
      String body = new String(response.getBody().orElse(new byte[0]), StandardCharsets.UTF_8);
      Intake<Quote> quotes = EmcontPage.parse(body);
      Set<Quote> now = Set.copyOf(quotes.taken());
      boolean fresh = !now.equals(lastPage);
      lastPage = now;
      return new Answer(quotes, fresh);
    } catch (PollException noPage) {
      throw Exceptions.propagate(noPage);
    }
  }

  private Throwable named(Throwable thrown) {
    Throwable failure = Exceptions.unwrap(thrown);
    if (failure instanceof TimeoutException || failure instanceof ReadTimeoutException) {
      hangUp();
      return new PollException("timeout", page + " did not answer within " + timeout);
    }
    if (failure instanceof ContentLengthExceededException) {
      return new PollException("too-large", page + " sent more than " + MAX_BODY + " bytes");
    }
    if (failure instanceof HttpClientException) {
      return new PollException("unreachable", page + ": " + failure.getMessage());
    }
    return failure;
  }

  private static void afterTheTimeout(Throwable late) {
    LOG.debug("After the timeout: {}", late.getMessage());
  }
}
