package ratecast.stream;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.netty.buffer.Unpooled;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Hands the pieces of a streamed answer to Micronaut so that a client that leaves in the middle
 * leaves nothing behind. A piece that comes to the connection's event loop by itself after the end
 * is neither written nor released there (4.10.26), one of twelve such clients, and one that was
 * made before the head was sent is dropped: so they come on that loop, where nothing follows the
 * end, and as memory that needs no release.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class StreamedAnswers {
  /** Whoever makes the pieces is ahead of the client by one more. */
  private static final int AHEAD = 1;

  @ResponseFilter
  void handOver(HttpRequest<?> request, MutableHttpResponse<?> response) {
    if (response.body() instanceof Flux<?> pieces) {
      Scheduler loop = Schedulers.fromExecutor(NettyChannels.of(request).eventLoop());
      response.body(pieces.map(StreamedAnswers::withoutRelease).publishOn(loop, AHEAD));
    }
  }

  private static Object withoutRelease(Object piece) {
    return piece instanceof byte[] bytes ? Unpooled.wrappedBuffer(bytes) : piece;
  }
}
