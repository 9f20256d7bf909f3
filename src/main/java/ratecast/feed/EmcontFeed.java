package ratecast.feed;

import io.micronaut.core.io.buffer.ByteBuffer;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpRequest;
import io.micronaut.http.client.DefaultHttpClientConfiguration;
import io.micronaut.http.client.StreamingHttpClient;
import io.micronaut.http.client.exceptions.HttpClientException;
import io.micronaut.http.client.exceptions.HttpClientResponseException;
import io.micronaut.http.client.exceptions.ReadTimeoutException;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ratecast.intake.Intake;
import ratecast.market.Quote;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
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

  /** Reactor's key for what it does with an error that comes too late: else it logs each one. */
  private static final String DROPPED = "reactor.onErrorDropped.local";

  private final URI page;
  private final List<String> symbols;
  private final Duration timeout;
  private final StreamingHttpClient client;

  private volatile Set<Quote> lastPage = Set.of();

  /**
   * @param symbols those of the page that are wanted, for who asks; the answer holds all it has
   */
  EmcontFeed(URI page, List<String> symbols, Duration timeout) {
    this.page = page;
    this.symbols = List.copyOf(symbols);
    this.timeout = timeout;
    DefaultHttpClientConfiguration settings = new DefaultHttpClientConfiguration();
    settings.setConnectTimeout(timeout);
    settings.setReadTimeout(timeout);
    settings.setNumOfThreads(1);
    this.client = StreamingHttpClient.create(null, settings);
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
    // Streamed, because only then a page that drips is hung up on at the timeout: the client's own
    // limit is one of silence, and giving up an exchange leaves its connection open.
    return Flux.from(client.exchangeStream(request))
        .map(this::part)
        .collect(ByteArrayOutputStream::new, this::append)
        .map(this::answer)
        .timeout(timeout)
        .onErrorMap(this::named)
        .contextWrite(Context.of(DROPPED, (Consumer<Throwable>) EmcontFeed::afterTheTimeout))
        .toFuture();
  }

  @Override
  public void close() {
    client.close();
  }

  private byte[] part(HttpResponse<ByteBuffer<?>> part) {
    if (part.code() < 200 || part.code() > 299) {
      throw Exceptions.propagate(status(part.code()));
    }
    return part.getBody().map(ByteBuffer::toByteArray).orElse(new byte[0]);
  }

  private void append(ByteArrayOutputStream body, byte[] part) {
    body.writeBytes(part);
    if (body.size() > MAX_BODY) {
      throw Exceptions.propagate(
          new PollException("too-large", page + " sent more than " + MAX_BODY + " bytes"));
    }
  }

  private Answer answer(ByteArrayOutputStream body) {
    try {
      Intake<Quote> quotes = EmcontPage.parse(body.toString(StandardCharsets.UTF_8));
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
      return new PollException("timeout", page + " did not answer within " + timeout);
    }
    if (failure instanceof HttpClientResponseException refused) {
      return status(refused.code());
    }
    if (failure instanceof HttpClientException) {
      return new PollException("unreachable", page + ": " + failure.getMessage());
    }
    return failure;
  }

  private PollException status(int code) {
    return new PollException("http-status", page + " answered " + code);
  }

  private static void afterTheTimeout(Throwable late) {
    LOG.debug("After the timeout: {}", late.getMessage());
  }
}
