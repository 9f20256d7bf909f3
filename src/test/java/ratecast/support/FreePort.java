package ratecast.support;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A port for a process that will open it some seconds later. It lies below those that the kernel
 * gives to connections and to servers that take any (32768 and up on Linux), and each JVM of the
 * suite has a range of its own: one given by the kernel was taken by another test by then.
 */
public final class FreePort {
  private static final int FIRST = 10_000;
  private static final int EACH = 4000;
  private static final int FORK = Integer.getInteger("ratecast.fork", 0); // set by the pom
  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(EACH));

  private FreePort() {}

  /** Nobody listens there, and no one else of this run is given it. */
  public static int next() {
    int port = FIRST + FORK * EACH + NEXT.getAndIncrement() % EACH;
    return isFree(port) ? port : next();
  }

  private static boolean isFree(int port) {
    try (ServerSocket free = new ServerSocket(port)) {
      return free.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
