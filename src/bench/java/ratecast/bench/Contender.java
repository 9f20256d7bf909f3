package ratecast.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A server that can be measured. */
sealed interface Contender {
  String name();

  List<String> command(Path board, Traffic traffic);

  Map<String, String> environment();

  /** Live heap is asked of a JVM only. */
  boolean isJvm();

  /** The least a server can do: src/bench/c/yardstick.c, which says what the two words mean. */
  record Yardstick(String name, String sending, String ticking) implements Contender {
    static Yardstick oneSend() {
      return new Yardstick("C, one send a frame", "one-send", "spread");
    }

    static Yardstick oneSendTogether() {
      return new Yardstick("C, one send a frame, ticking together", "one-send", "together");
    }

    static Yardstick coalescing() {
      return new Yardstick("C, coalescing", "coalescing", "spread");
    }

    static Yardstick together() {
      return new Yardstick("C, coalescing, ticking together", "coalescing", "together");
    }

    @Override
    public List<String> command(Path board, Traffic traffic) {
      return List.of(
          CPrograms.YARDSTICK.toString(),
          board.toString(),
          sending,
          ticking,
          Integer.toString(traffic.assets()),
          Integer.toString(traffic.history()));
    }

    @Override
    public Map<String, String> environment() {
      return Map.of();
    }

    @Override
    public boolean isJvm() {
      return false;
    }
  }

  /**
   * Ratecast as it ships, behind {@link BenchServer}.
   *
   * @param transport of Netty: epoll, io_uring or nio
   * @param flags of the JVM beside the usual ones
   */
  record Ratecast(String name, String transport, List<String> flags) implements Contender {
    static Ratecast epoll(List<String> flags) {
      return new Ratecast("Ratecast, epoll", "epoll", flags);
    }

    static Ratecast ioUring(List<String> flags) {
      return new Ratecast("Ratecast, io_uring", "io_uring", flags);
    }

    @Override
    public List<String> command(Path board, Traffic traffic) {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      // one core: a collector with threads of its own would only take turns with the event loop
      command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC"));
      command.addAll(shipped());
      command.addAll(flags);
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
      command.add(BenchServer.class.getName());
      command.add(board.toString());
      command.add(Integer.toString(traffic.assets()));
      command.add(Integer.toString(traffic.history()));
      return command;
    }

    /** The image's options without its archive, which is of the jar. */
    private static List<String> shipped() {
      try (Stream<String> lines = Files.lines(Path.of("compose/java.options"))) {
        return lines.filter(line -> line.startsWith("-") && !line.contains("Share")).toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public Map<String, String> environment() {
      return Map.of(
          "MICRONAUT_NETTY_EVENT_LOOPS_DEFAULT_TRANSPORT", transport,
          "MICRONAUT_NETTY_EVENT_LOOPS_PARENT_TRANSPORT", transport);
    }

    @Override
    public boolean isJvm() {
      return true;
    }
  }
}
