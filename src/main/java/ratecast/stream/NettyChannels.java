package ratecast.stream;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerAdapter;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.Socket;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/**
 * The one place that knows how Micronaut builds its pipeline. A test pins the names, so that an
 * upgrade breaks that test and not production.
 */
final class NettyChannels {
  static final String FRAME_ENCODER = "wsencoder";
  static final String INBOUND = ChannelPipelineCustomizer.HANDLER_MICRONAUT_INBOUND;
  static final String ACCESS_LOGGER = ChannelPipelineCustomizer.HANDLER_ACCESS_LOGGER;
  static final String IDLE_STATE = ChannelPipelineCustomizer.HANDLER_IDLE_STATE;
  static final String COMPRESSION = "WebSocketServerCompressionHandler";
  static final String HEAD_CHECK = "head-check";
  static final String MICRONAUT_SOCKET = "websocket-handler";

  private NettyChannels() {}

  static Channel of(HttpRequest<?> upgrade) {
    return ((NettyHttpRequest<?>) upgrade).getChannelHandlerContext().channel();
  }

  /**
   * Where frames that are laid out already are written: Netty's encoder lies above and is passed
   * by.
   */
  static ChannelHandlerContext belowEncoder(Channel channel) {
    return channel.pipeline().context(FRAME_ENCODER);
  }

  /** The socket itself where bytes may go to it directly: on epoll, and not below TLS. */
  static @Nullable Socket directSocket(Channel channel) {
    boolean plain = channel.pipeline().get(SslHandler.class) == null;
    return plain && channel instanceof EpollSocketChannel epoll && epoll.fd() instanceof Socket fd
        ? fd
        : null;
  }

  /**
   * Puts our handler where the frames arrive, and takes out what would close, copy or remember.
   * Micronaut's two handlers go now and with the next task, for it sets the second in between.
   *
   * <p>The server lists a connection's first handler for its whole life, and a context that has
   * left the pipeline keeps its neighbours of that moment. Leaving here, that is our handler;
   * leaving where Micronaut takes it out, the session and the request with all its headers, 1.6 KB
   * of an idle connection. What Micronaut finds by that name and takes out instead is empty. So is
   * the access logger, which it takes out whether there is one or not: the exception that there is
   * none would cost 3 % of a replay.
   */
  static void takeOver(HttpRequest<?> upgrade, ChannelHandler ours) {
    Channel channel = of(upgrade);
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.addBefore(INBOUND, null, ours);
    pipeline.remove(INBOUND);
    pipeline.addLast(INBOUND, new Vacant());
    if (pipeline.get(ACCESS_LOGGER) == null) {
      pipeline.addLast(ACCESS_LOGGER, new Vacant());
    }
    removeIfPresent(pipeline, IDLE_STATE);
    removeIfPresent(pipeline, HEAD_CHECK);
    channel.eventLoop().execute(() -> removeIfPresent(pipeline, MICRONAUT_SOCKET));
  }

  static void removeIfPresent(ChannelPipeline pipeline, String name) {
    if (pipeline.get(name) != null) {
      pipeline.remove(name);
    }
  }

  private static final class Vacant extends ChannelHandlerAdapter {}
}
