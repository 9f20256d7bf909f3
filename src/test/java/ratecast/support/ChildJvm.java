package ratecast.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A program of the test's own class path as a process, quick to start and small. */
public final class ChildJvm {
  private ChildJvm() {}

  /**
   * What to start.
   *
   * @param heap as behind {@code -Xmx}
   * @param words what {@code main} gets
   */
  public static List<String> command(String heap, String mainClass, String... words) {
    List<String> jvm =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + heap,
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            mainClass);
    return Stream.concat(jvm.stream(), Stream.of(words)).toList();
  }

  /**
   * For who waits until a process serves.
   *
   * @throws IllegalStateException where it has ended, with what it said
   */
  static void mustLive(Process process, Path log) throws IOException {
    if (!process.isAlive()) {
      throw new IllegalStateException("it ended: " + Files.readString(log));
    }
  }
}
