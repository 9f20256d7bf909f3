package ratecast.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One of the soak's clients, made of bytes. For one thread. */
final class SoakClient {
  /** How it treats its connection. */
  enum Manner {
    /** Reads everything of one asset, and notes each second that it misses. */
    STEADY,
    /** Reads a few bytes of all assets now and then. */
    SLOW,
    /** Goes without a word, and comes again. */
    FLAPPING
  }

  /** What became of it: summed over all clients. */
  static final class Sums {
    long points;
    long gapSeconds;
    long lost;
  }

  private static final int TEXT = 0x81;
  private static final int PING = 0x89;
  private static final int PONG = 0x8A;
  private static final int MASKED = 0x80;
  private static final int TWO_BYTES = 126;
  private static final int SIP = 200;
  private static final String POINT = "{\"action\":\"point\"";
  private static final Pattern TIME = Pattern.compile("\"time\":(\\d+)");

  private final int port;
  private final Manner manner;
  private final byte[] wish;
  private final Sums sums;
  private ByteBuffer in = ByteBuffer.allocate(1 << 12).flip();
  private SocketChannel channel;
  private long last;

  /** A client that is connected and has subscribed. Blocks until the server has answered. */
  SoakClient(int port, Manner manner, int asset, Sums sums) throws IOException {
    this.port = port;
    this.manner = manner;
    this.sums = sums;
    String assets = manner == Manner.SLOW ? "\"all\"" : "[" + asset + "]";
    wish =
        ("{\"action\":\"subscribe\",\"message\":{\"assetIds\":"
                + assets
                + ",\"historySeconds\":0}}")
            .getBytes(US_ASCII);
    channel = connect();
  }

  Manner manner() {
    return manner;
  }

  /** Goes without a word, and comes again; what it has seen before counts no more. */
  void comeAgain() throws IOException {
    channel.close();
    in.clear().flip();
    last = 0;
    channel = connect();
  }

  private SocketChannel connect() throws IOException {
    SocketChannel opened =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    opened.write(
        ByteBuffer.wrap(
            ("GET / HTTP/1.1\r\nHost: localhost:"
                    + port
                    + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                .getBytes(US_ASCII)));
    StringBuilder head = new StringBuilder();
    ByteBuffer one = ByteBuffer.allocate(1);
    while (head.indexOf("\r\n\r\n") < 0 && opened.read(one.clear()) == 1) {
      head.append((char) one.get(0));
    }
    if (!head.toString().startsWith("HTTP/1.1 101 ")) {
      throw new BenchException("the upgrade was answered with: " + head);
    }
    opened.configureBlocking(false);
    send(opened, TEXT, wish);
    return opened;
  }

  /** With a mask of zeros, which changes nothing. */
  private static void send(SocketChannel to, int first, byte[] payload) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 6);
    frame.put((byte) first).put((byte) (MASKED | payload.length)).putInt(0).put(payload);
    to.write(frame.flip());
  }

  /** Reads what there is, a slow one very little. One that was cut comes again. */
  void read() throws IOException {
    in.compact();
    if (manner == Manner.SLOW) {
      in.clear().limit(SIP);
    }
    boolean cut = isCut();
    in.flip();
    if (cut) {
      sums.lost++;
      comeAgain();
    } else if (manner != Manner.SLOW) {
      while (takeFrame()) {
        // the next
      }
    }
  }

  /** Whether the server has ended it: one that reads too slowly is reset. */
  private boolean isCut() {
    try {
      return channel.read(in) < 0;
    } catch (IOException reset) {
      return true;
    }
  }

  private boolean takeFrame() throws IOException {
    in.mark();
    if (in.remaining() >= 4) {
      int first = in.get() & 0xFF;
      int length = in.get();
      length = length == TWO_BYTES ? in.getShort() & 0xFFFF : length;
      if (in.remaining() >= length) {
        byte[] payload = new byte[length];
        in.get(payload);
        take(first, payload);
        return true;
      }
    }
    in.reset();
    return false;
  }

  private void take(int first, byte[] payload) throws IOException {
    if (first == PING) {
      send(channel, PONG, payload);
      return;
    }
    String text = new String(payload, US_ASCII);
    Matcher time = TIME.matcher(text);
    if (text.startsWith(POINT) && time.find()) {
      long now = Long.parseLong(time.group(1));
      sums.points++;
      sums.gapSeconds += last == 0 ? 0 : now - last - 1;
      last = now;
    }
  }
}
