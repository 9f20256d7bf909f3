package ratecast.support;

import static ratecast.support.Patience.PATIENCE;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** A WebSocket client made of bytes: it can send what no library would. Blocks, and is patient. */
public final class RawSocket implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = (int) PATIENCE.toMillis();
  private static final int RECEIVE_BUFFER = 16_384;
  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int COMPRESSED = 0x40;
  private static final byte[] MASK = {1, 2, 3, 4};

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private String answer = "";
  private int lastLength;

  private RawSocket(int port, int timeoutMillis) throws IOException {
    socket = new Socket();
    socket.setReceiveBufferSize(RECEIVE_BUFFER); // or a client that does not read takes megabytes
    socket.setSoTimeout(timeoutMillis);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    out = socket.getOutputStream();
  }

  /** A connection that speaks WebSocket. */
  public static RawSocket upgraded(int port) throws IOException {
    return upgraded(port, "X-Nothing: here");
  }

  /** The same, with this header in place of, or beside, the usual ones. */
  public static RawSocket upgraded(int port, String header) throws IOException {
    return upgraded(port, header, TIMEOUT_MILLIS);
  }

  /** The same for whoever does not wait long: everything on it takes at most this time. */
  public static RawSocket upgradedWithin(int port, Duration atMost) throws IOException {
    return upgraded(port, "X-Nothing: here", (int) atMost.toMillis());
  }

  private static RawSocket upgraded(int port, String header, int timeoutMillis) throws IOException {
    RawSocket raw = new RawSocket(port, timeoutMillis);
    try {
      int status = raw.upgrade(port, header);
      if (status == 101) {
        return raw;
      }
      throw new IOException("upgrade answered with " + status);
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  /** A client that asks for this path in plain HTTP, and has not read the answer. */
  public static RawSocket asking(int port, String path) throws IOException {
    return saying(port, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  }

  /** A client that has said this, and has not read the answer. */
  public static RawSocket saying(int port, String text) throws IOException {
    RawSocket raw = new RawSocket(port, TIMEOUT_MILLIS);
    raw.send(text.getBytes(StandardCharsets.US_ASCII));
    return raw;
  }

  /** So many bytes, or all there are. */
  public byte[] read(int atMost) throws IOException {
    return in.readNBytes(atMost);
  }

  /** Everything up to the server's end of the connection. */
  public byte[] rest() throws IOException {
    return in.readAllBytes();
  }

  /**
   * What the server answers to an upgrade with this header in place of, or beside, the usual ones.
   */
  public static int status(int port, String header) throws IOException {
    try (RawSocket raw = new RawSocket(port, TIMEOUT_MILLIS)) {
      return raw.upgrade(port, header);
    }
  }

  private int upgrade(int port, String header) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Host", "localhost:" + port);
    headers.put("Connection", "Upgrade");
    headers.put("Upgrade", "websocket");
    headers.put("Sec-WebSocket-Version", "13");
    headers.put("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
    headers.put("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits");
    String[] given = header.split(": ", 2);
    headers.put(given[0], given[1]);
    StringBuilder request = new StringBuilder("GET / HTTP/1.1\r\n");
    headers.forEach(
        (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
    send(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
    answer = head();
    return Integer.parseInt(answer.split(" ", 3)[1]);
  }

  /** The head of the server's answer to the upgrade. */
  public String answer() {
    return answer;
  }

  private String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
    }
    return head.toString();
  }

  public void send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /** Sends a masked text frame that says it is compressed. */
  public void compressedFrame(byte[] payload) throws IOException {
    frame(true, COMPRESSED | TEXT, payload);
  }

  /** Sends a masked frame, in one write. */
  public void frame(boolean last, int opcode, byte[] payload) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
    frame.put((byte) ((last ? 0x80 : 0) | opcode));
    if (payload.length < 126) {
      frame.put((byte) (0x80 | payload.length));
    } else if (payload.length < 65_536) {
      frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
    } else {
      frame.put((byte) (0x80 | 127)).putLong(payload.length);
    }
    frame.put(MASK);
    for (int i = 0; i < payload.length; i++) {
      frame.put((byte) (payload[i] ^ MASK[i % 4]));
    }
    out.write(frame.array(), 0, frame.position());
    out.flush();
  }

  /** The payload of the next text frame; others are passed over. */
  public String text() throws IOException {
    return new String(payloadOf(TEXT), StandardCharsets.UTF_8);
  }

  /** The code of the server's close frame; frames before it are passed over. */
  public int closeCode() throws IOException {
    byte[] payload = payloadOf(CLOSE);
    return ByteBuffer.wrap(payload).getShort() & 0xFFFF;
  }

  private byte[] payloadOf(int wanted) throws IOException {
    while (true) {
      int first = in.readUnsignedByte();
      long length = in.readUnsignedByte();
      if (length == 126) {
        length = in.readUnsignedShort();
      } else if (length == 127) {
        length = in.readLong();
      }
      byte[] payload = in.readNBytes((int) length);
      if ((first & 0xF) == wanted) {
        lastLength = payload.length;
        return (first & COMPRESSED) == 0 ? payload : inflated(payload);
      }
    }
  }

  /** How many bytes the last payload took on the wire. */
  public int lastLength() {
    return lastLength;
  }

  private static byte[] inflated(byte[] compressed) throws IOException {
    byte[] whole = Arrays.copyOf(compressed, compressed.length + 4);
    whole[whole.length - 1] = (byte) 0xFF;
    whole[whole.length - 2] = (byte) 0xFF;
    InflaterInputStream in =
        new InflaterInputStream(new ByteArrayInputStream(whole), new Inflater(true));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      in.transferTo(out);
    } catch (EOFException e) {
      // no last block, as ever without FINISH: all of it has been read
    }
    return out.toByteArray();
  }

  /** Whether the server has closed its side. */
  public boolean isAtEnd() throws IOException {
    try {
      in.readByte();
      return false;
    } catch (EOFException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
