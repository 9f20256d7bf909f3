package ratecast.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.Optional;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ratecast.wire.Command;
import ratecast.wire.CommandDecoder;
import ratecast.wire.ErrorCode;
import ratecast.wire.InvalidRequestException;
import ratecast.wire.MessageEncoder;
import ratecast.wire.RequestError;
import ratecast.wire.RequestId;

/**
 * Puts the frames of one client together to requests, bounded in bytes and in rate, and has each
 * answered by exactly one reply. Lives on its event loop.
 */
final class RequestReader {
  private static final Logger LOG = LoggerFactory.getLogger(RequestReader.class);

  /** The reserved bit of a compressed message's first frame (RFC 7692, 6). */
  private static final int RSV1 = 4;

  private final Session session;
  private final Requests requests;
  private final RequestRate rate;
  private final StreamMeters meters;
  private final @Nullable Compression compression;
  private @Nullable ByteBuf fragments;
  private boolean compressed;

  /**
   * A reader of requests.
   *
   * @param compression null where it was not negotiated
   */
  RequestReader(
      Session session,
      Requests requests,
      RequestRate rate,
      StreamMeters meters,
      @Nullable Compression compression) {
    this.session = session;
    this.compression = compression;
    this.requests = requests;
    this.rate = rate;
    this.meters = meters;
  }

  /** Takes a text or continuation frame; answers with the reason to close where there is one. */
  Optional<CloseCode> read(WebSocketFrame frame) {
    boolean continues = frame instanceof ContinuationWebSocketFrame;
    boolean asked = frame.rsv() == 0 || (frame.rsv() == RSV1 && compression != null && !continues);
    if (continues != (fragments != null) || !asked) {
      return Optional.of(CloseCode.PROTOCOL_ERROR);
    }
    if (!continues) {
      compressed = frame.rsv() == RSV1;
    }
    if (!continues && frame.isFinalFragment()) {
      return plain(ByteBufUtil.getBytes(frame.content()));
    }
    return gather(frame);
  }

  private Optional<CloseCode> gather(WebSocketFrame frame) {
    ByteBuf gathered = fragments == null ? frame.content().alloc().buffer() : fragments;
    fragments = gathered;
    if (gathered.readableBytes() + frame.content().readableBytes()
        > StreamConfig.MAX_REQUEST_BYTES) {
      close();
      return Optional.of(CloseCode.TOO_LARGE);
    }
    gathered.writeBytes(frame.content());
    if (!frame.isFinalFragment()) {
      return Optional.empty();
    }
    byte[] whole = ByteBufUtil.getBytes(gathered);
    close();
    return plain(whole);
  }

  private Optional<CloseCode> plain(byte[] message) {
    if (!compressed || compression == null) {
      return answer(message);
    }
    try {
      Optional<byte[]> inflated = compression.inflate(message);
      return inflated.isPresent() ? answer(inflated.get()) : Optional.of(CloseCode.TOO_LARGE);
    } catch (DataFormatException e) {
      return Optional.of(CloseCode.PROTOCOL_ERROR);
    }
  }

  private Optional<CloseCode> answer(byte[] utf8) {
    RequestId id = RequestId.NONE;
    try {
      Command command = CommandDecoder.decode(utf8);
      id = command.id();
      if (rate.admits()) {
        command.dispatch(requests);
      } else {
        return limited(id);
      }
    } catch (InvalidRequestException e) {
      if (!rate.admits()) {
        return limited(e.error().id());
      }
      meters.refused("invalid-request");
      session.reply(MessageEncoder.error(e.error()));
    } catch (RuntimeException e) {
      LOG.error("A bug in answering a request", e);
      session.reply(
          MessageEncoder.error(
              RequestError.of(id, ErrorCode.INTERNAL, "Something broke here; try again.", "", "")));
    }
    return Optional.empty();
  }

  private Optional<CloseCode> limited(RequestId id) {
    meters.refused("rate");
    if (rate.isFlooded()) {
      return Optional.of(CloseCode.TOO_MANY_BAD_REQUESTS);
    }
    session.reply(
        MessageEncoder.error(
            new RequestError(
                id,
                ErrorCode.RATE_LIMITED,
                "Too many requests; wait " + rate.retryAfterMs() + " ms.",
                "",
                "",
                rate.retryAfterMs())));
    return Optional.empty();
  }

  /** Lets go of a request that never became whole. */
  void close() {
    if (fragments != null) {
      fragments.release();
      fragments = null;
    }
  }
}
