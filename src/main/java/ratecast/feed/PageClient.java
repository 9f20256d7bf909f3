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
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * One page, asked for over HTTP within bounds: {@value #MAX_BODY} bytes and a timeout. Never
 * blocks; does not try again by itself.
 */
final class PageClient implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PageClient.class);
  private static final int MAX_BODY = 1 << 20;

  /** For good and for bad answers: a body of either kind that is no JSON is no error. */
  private static final Argument<byte[]> BYTES = Argument.of(byte[].class);

  /** Reactor's key for what it does with an error that comes too late: else it logs each one. */
  private static final String DROPPED = "reactor.onErrorDropped.local";

  private final URI page;
  private final String shown;
  private final Duration timeout;
  private volatile HttpClient client;

  PageClient(URI page, Duration timeout) {
    this.page = page;
    this.shown = PageAddress.shown(page);
    this.timeout = timeout;
    this.client = newClient();
  }

  /**
   * The answer, whatever its status; fails with a {@link PollException} "timeout", "too-large" or
   * "unreachable".
   */
  Mono<HttpResponse<byte[]>> get(Map<String, String> headers) {
    MutableHttpRequest<?> request =
        HttpRequest.GET(page)
            .accept(MediaType.ALL_TYPE)
            .header("User-Agent", "ratecast")
            .header("Cache-Control", "no-cache");
    headers.forEach(request::header);
    // A timeout of our own, since the client's is one of silence: a page that drips never ends it.
    return Mono.from(client.exchange(request, BYTES, BYTES))
        .timeout(timeout)
        .onErrorMap(this::named)
        .contextWrite(Context.of(DROPPED, (Consumer<Throwable>) PageClient::afterTheTimeout));
  }

  /**
   * The text of a good answer.
   *
   * @throws PollException "http-status" for any other
   */
  String text(HttpResponse<byte[]> response) throws PollException {
    if (response.code() < 200 || response.code() > 299) {
      throw new PollException("http-status", shown + " answered " + response.code());
    }
    return new String(response.getBody().orElse(new byte[0]), StandardCharsets.UTF_8);
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

  private Throwable named(Throwable thrown) {
    Throwable failure = Exceptions.unwrap(thrown);
    if (failure instanceof TimeoutException || failure instanceof ReadTimeoutException) {
      hangUp();
      return new PollException("timeout", shown + " did not answer within " + timeout);
    }
    if (failure instanceof ContentLengthExceededException) {
      return new PollException("too-large", shown + " sent more than " + MAX_BODY + " bytes");
    }
    if (failure instanceof HttpClientException) {
      return new PollException("unreachable", shown + ": " + failure.getMessage());
    }
    return failure;
  }

  private static void afterTheTimeout(Throwable late) {
    LOG.debug("After the timeout: {}", late.getMessage());
  }
}
