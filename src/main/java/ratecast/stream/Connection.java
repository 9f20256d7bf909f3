package ratecast.stream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket connection: what comes in becomes requests, and it ends as RFC 6455 says.
 * Everything happens on the channel's event loop. What a client does wrong closes its own
 * connection and is not logged.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends in channelInactive
final class Connection extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  /**
   * How long a client has to answer our close, or to read the close that stands behind a full
   * buffer.
   */
  private static final int CLOSE_SECONDS = 5;

  private static final int PINGS_WITHOUT_PONG = 2;

  private final Shard shard;
  private final Outbox outbox;
  private final Session session;
  private final RequestReader reader;
  private int placeInHeartbeat;
  private int unanswered;
  private boolean closing;

  Connection(Shard shard, Outbox outbox, Session session, RequestReader reader) {
    this.shard = shard;
    this.outbox = outbox;
    this.session = session;
    this.reader = reader;
  }

  Outbox outbox() {
    return outbox;
  }

  int placeInHeartbeat() {
    return placeInHeartbeat;
  }

  void placeInHeartbeat(int place) {
    placeInHeartbeat = place;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof WebSocketFrame frame)) {
      ctx.fireChannelRead(message);
      return;
    }
    try {
      unanswered = 0;
      if (!closing) {
        read(frame);
      } else if (frame instanceof CloseWebSocketFrame) {
        ctx.close();
      }
    } finally {
      frame.release();
    }
  }

  private void read(WebSocketFrame frame) {
    if (frame instanceof CloseWebSocketFrame close) {
      answerClose(close.statusCode());
    } else if (frame instanceof PingWebSocketFrame) {
      if (outbox.hasRoom()) { // a later pong will do (RFC 6455, 5.5.3)
        outbox.send(Frames.pong(frame.content(), shard.allocator()));
      }
      pauseWithoutRoom();
    } else if (frame instanceof BinaryWebSocketFrame) {
      close(CloseCode.NOT_TEXT);
    } else if (!(frame instanceof PongWebSocketFrame)) {
      reader.read(frame).ifPresent(this::close);
      pauseWithoutRoom();
    }
  }

  /**
   * A client that does not read its replies is not read from: its requests wait in its own kernel.
   */
  private void pauseWithoutRoom() {
    if (!outbox.hasRoom()) {
      outbox.channel().config().setAutoRead(false);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (outbox.hasRoom()) {
      shard.heartbeat().freed(this);
      // Later: this may be the flush of a delivery, which must not see its cohorts change.
      ctx.channel().eventLoop().execute(this::resume);
    } else {
      shard.heartbeat().stuck(this);
    }
    ctx.fireChannelWritabilityChanged();
  }

  private void resume() {
    if (!closing && outbox.channel().isActive() && outbox.hasRoom()) {
      session.proceed();
      outbox.channel().config().setAutoRead(true);
    }
  }

  /**
   * Has a ping go with the next delivery, or gives the connection up where too many were not
   * answered.
   */
  void ping() {
    if (closing || !outbox.hasRoom()) {
      return;
    }
    if (unanswered >= PINGS_WITHOUT_PONG) {
      close(CloseCode.NO_PONG);
    } else {
      unanswered++;
      outbox.pingWithNext();
    }
  }

  /** Sends the ping for which no delivery came. One that finds no room is none to be answered. */
  void pingAlone() {
    if (!closing && !outbox.sendDuePing()) {
      unanswered = Math.max(0, unanswered - 1);
    }
  }

  void close(CloseCode code) {
    close(code, code.reason());
  }

  /** Says why and waits a while for the client to say goodbye. */
  void close(CloseCode code, String reason) {
    if (closing) {
      return;
    }
    closing = true;
    shard.meters().closed(code);
    abortLater(); // first: where memory is short there may be no goodbye
    session.end();
    outbox.send(Frames.close(code.code(), reason, shard.allocator()));
    outbox.channel().config().setAutoRead(true);
  }

  private void abortLater() {
    outbox.channel().eventLoop().schedule(this::abort, CLOSE_SECONDS, TimeUnit.SECONDS);
  }

  private void abort() {
    Channel channel = outbox.channel();
    if (channel.isOpen()) {
      // Zero: the kernel drops what the client never read instead of keeping it.
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
      channel.close();
    }
  }

  private void answerClose(int code) {
    closing = true;
    abortLater(); // who reads no more never takes the answer
    session.end();
    boolean valid = WebSocketCloseStatus.isValidStatusCode(code);
    int answer = code == -1 || !valid ? CloseCode.NORMAL.code() : code;
    outbox
        .channel()
        .write(Frames.close(answer, "", shard.allocator()))
        .addListener(ChannelFutureListener.CLOSE);
    outbox.flush();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    closing = true;
    session.end();
    reader.close();
    shard.heartbeat().remove(this);
    ctx.fireChannelInactive();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof CloseCode code) {
      close(code);
    } else {
      ctx.fireUserEventTriggered(event);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof CorruptedWebSocketFrameException) {
      LOG.debug("Malformed frame: Netty's decoder has answered it with a close", cause);
    } else if (cause instanceof IOException) {
      LOG.debug("Connection lost", cause);
      ctx.close();
    } else {
      LOG.error("A bug in handling a connection; it is closed", cause);
      close(CloseCode.INTERNAL_ERROR);
    }
  }
}
