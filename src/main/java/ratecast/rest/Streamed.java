package ratecast.rest;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;

/** Answers that are sent piece by piece as the client takes them. */
final class Streamed {
  private static final Logger LOG = LoggerFactory.getLogger(Streamed.class);

  private Streamed() {}

  /**
   * The pieces as they are. A route has to declare {@code byte[]}, and not the publisher that it
   * answers with: of anything else Micronaut makes the elements of a JSON array.
   */
  @SuppressWarnings("unchecked")
  static MutableHttpResponse<byte[]> answer(Flux<byte[]> pieces) {
    return (MutableHttpResponse<byte[]>) (MutableHttpResponse<?>) HttpResponse.ok(pieces);
  }

  /**
   * The connection is closed without the end of the answer: the client sees that it is not whole.
   */
  static void cutShort(Throwable failure) {
    if (failure instanceof ProblemException) {
      LOG.debug("A history was cut short: {}", failure.getMessage());
    } else {
      LOG.error("A bug in reading a history", failure);
    }
  }
}
