package ratecast.support;

import static org.awaitility.Awaitility.await;
import static ratecast.support.Patience.PATIENCE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** This machine's nginx, with compose's own file in front of two nodes that run here. */
public final class Gateway implements AutoCloseable {
  private static final Path CONF = Path.of("compose", "nginx.conf");

  private final Path log;
  private final int port = FreePort.next();
  private final Process process;

  private Gateway(Path program, Path folder, int one, int other) {
    log = folder.resolve("nginx.log");
    try {
      Files.writeString(folder.resolve("nginx.conf"), settings(one, other));
      process =
          new ProcessBuilder(program.toString(), "-p", folder + "/", "-c", "nginx.conf")
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where nginx is installed, if it is. */
  public static Optional<Path> program() {
    return Stream.of("/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * One that serves.
   *
   * @param folder an empty one, for its own use
   */
  public static Gateway start(Path program, Path folder, int one, int other) {
    Gateway gateway = new Gateway(program, folder, one, other);
    try {
      await().atMost(PATIENCE).until(gateway::serves);
    } catch (RuntimeException | Error e) {
      gateway.close();
      throw e;
    }
    return gateway;
  }

  public int port() {
    return port;
  }

  private boolean serves() throws IOException {
    ChildJvm.mustLive(process, log);
    try (Socket open = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return open.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  private String settings(int one, int other) throws IOException {
    String here = "127.0.0.1:";
    String servers =
        Files.readString(CONF)
            .replace("server backend:8080", "server " + here + one)
            .replace("server backend-2:8080", "server " + here + other)
            .replace("listen 8080", "listen " + here + port);
    StringBuilder text = new StringBuilder("daemon off; master_process off; pid nginx.pid;\n");
    text.append("error_log stderr; events {}\nhttp {\naccess_log off;\n");
    for (String kept : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
      text.append(kept).append("_temp_path ").append(kept).append(";\n");
    }
    return text.append(servers).append("}\n").toString();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
