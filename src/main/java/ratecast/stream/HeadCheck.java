package ratecast.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Answers a request with 400 that Micronaut 4.10.26 must not see, and takes nothing more from that
 * connection. It leaves an upgrade hanging whose address is none or whose method is not GET, routes
 * an address without a path to the socket past the filters of it, and never lets go of the body of
 * whatever asks for WebSocket: 2 KiB of direct memory each, until there is none for anybody. Nor
 * does it let go of bytes behind an upgrade that are no frame; that connection is closed.
 */
final class HeadCheck extends ChannelInboundHandlerAdapter {
  private static final String NO_ADDRESS = "The address of this request is malformed.\n";
  private static final String NO_HANDSHAKE = "A request for WebSocket is a GET, and has no body.\n";

  private final StreamMeters meters;
  private boolean refused;

  HeadCheck(StreamMeters meters) {
    this.meters = meters;
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // a close that fails ends in channelInactive
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!refused && message instanceof HttpRequest head) {
      wrong(head).ifPresent(text -> refuse(ctx, text));
    } else if (!refused && message instanceof ByteBuf) { // behind an upgrade, nothing of HTTP
      turnAway();
      ctx.close();
    }
    if (refused) { // also the rest of it: without its head it is a stack trace in the log
      ReferenceCountUtil.release(message);
    } else {
      ctx.fireChannelRead(message);
    }
  }

  private static Optional<String> wrong(HttpRequest head) {
    if (!isAddress(head.uri())) {
      return Optional.of(NO_ADDRESS);
    }
    boolean asksForSocket =
        head.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
    return asksForSocket && !(head.method().equals(HttpMethod.GET) && isAlone(head.headers()))
        ? Optional.of(NO_HANDSHAKE)
        : Optional.empty();
  }

  private static boolean isAlone(HttpHeaders headers) {
    return !headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
        && headers.getAll(HttpHeaderNames.CONTENT_LENGTH).stream().allMatch("0"::equals);
  }

  /** Of a path, or whole, where the path may be left out. */
  private static boolean isAddress(String text) {
    try {
      URI uri = new URI(text);
      String path = uri.getRawPath();
      return path != null && (path.startsWith("/") || (uri.isAbsolute() && path.isEmpty()));
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private void turnAway() {
    refused = true;
    meters.refused("malformed");
  }

  private void refuse(ChannelHandlerContext ctx, String text) {
    turnAway();
    byte[] body = text.getBytes(StandardCharsets.US_ASCII);
    DefaultFullHttpResponse answer =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.BAD_REQUEST, Unpooled.wrappedBuffer(body));
    answer
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.TEXT_PLAIN)
        .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    ctx.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
  }
}
