package ratecast.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A TCP connection with somebody's hand on it: passes bytes both ways between whoever connects to
 * {@link #port} and a server on this machine, until it is cut, silenced or slowed. Any thread.
 *
 * <pre>
 *   client -- port() --&gt; Wire --&gt; target
 *   cut()      connections break, new ones are refused with a reset
 *   silence()  connections stay and nothing passes, as when a cable is pulled
 *   delay(d)   every piece of bytes waits for d, each way
 *   carries(n) each connection breaks where it would carry more than n bytes one way
 *   restore()  as new: held bytes go on, broken connections stay broken
 * </pre>
 */
public final class Wire implements AutoCloseable {
  private static final int PIECE = 16 << 10;
  private static final long LOOK_NANOS = Duration.ofMillis(2).toNanos();

  private enum State {
    WHOLE,
    CUT,
    SILENT,
    CLOSED
  }

  private final ServerSocket door;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newCachedThreadPool(Wire::daemon);

  private final AtomicInteger refused = new AtomicInteger();
  private volatile State state = State.WHOLE;
  private volatile Duration delay = Duration.ZERO;
  private volatile long most = Long.MAX_VALUE;

  public Wire(int target) {
    this.target = target;
    try {
      door = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  public int port() {
    return door.getLocalPort();
  }

  public void cut() {
    state = State.CUT;
    sockets.forEach(Wire::reset);
  }

  public void silence() {
    state = State.SILENT;
  }

  public void delay(Duration each) {
    delay = each;
  }

  public void carries(long bytes) {
    most = bytes;
  }

  public void restore() {
    delay = Duration.ZERO;
    most = Long.MAX_VALUE;
    state = State.WHOLE;
  }

  /** Connections that stand, seen from the client. */
  public int connections() {
    return sockets.size() / 2;
  }

  /** Tries to connect that came while it was cut, or found no server. */
  public int refused() {
    return refused.get();
  }

  @Override
  public void close() {
    state = State.CLOSED;
    sockets.forEach(Wire::reset);
    threads.shutdownNow();
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (state != State.CLOSED) {
      try {
        join(door.accept());
      } catch (IOException e) {
        // the door is closed, or the server behind is not there: the client sees a reset
      }
    }
  }

  private void join(Socket client) throws IOException {
    if (state == State.CUT) {
      refused.incrementAndGet();
      reset(client);
      return;
    }
    Socket server;
    try {
      server = new Socket(InetAddress.getLoopbackAddress(), target);
    } catch (IOException e) {
      refused.incrementAndGet();
      reset(client);
      throw e;
    }
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
    sockets.add(client);
    sockets.add(server);
    threads.execute(() -> pump(client, server));
    threads.execute(() -> pump(server, client));
  }

  private void pump(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] piece = new byte[PIECE];
      long carried = 0;
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        carried += n;
        LockSupport.parkNanos(delay.toNanos());
        while (state == State.SILENT) {
          LockSupport.parkNanos(LOOK_NANOS);
        }
        if (state == State.CUT || carried > most) {
          return;
        }
        out.write(piece, 0, n);
      }
    } catch (IOException e) {
      // one end is gone, so the other goes too
    } finally {
      reset(from);
      reset(to);
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  /** With a reset instead of an orderly end, as a machine that is gone. */
  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // it was closed
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "wire");
    thread.setDaemon(true);
    return thread;
  }
}
