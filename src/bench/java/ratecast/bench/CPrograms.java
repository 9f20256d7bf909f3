package ratecast.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The C side, compiled before each run: it takes half a second. */
final class CPrograms {
  static final Path CLIENT = LoadBench.TARGET.resolve("client");
  static final Path YARDSTICK = LoadBench.TARGET.resolve("yardstick");
  private static final Path SOURCES = Path.of("src/bench/c");

  private CPrograms() {}

  static void compile() throws IOException, InterruptedException {
    Files.createDirectories(LoadBench.TARGET);
    compile("client.c", CLIENT);
    compile("yardstick.c", YARDSTICK);
  }

  private static void compile(String source, Path program) throws InterruptedException {
    List<String> command =
        List.of(
            "gcc",
            "-std=gnu11",
            "-O2",
            "-Wall",
            "-Wextra",
            "-Werror",
            "-o",
            program.toString(),
            SOURCES.resolve(source).toString());
    Process gcc;
    try {
      gcc = new ProcessBuilder(command).inheritIO().start();
    } catch (IOException e) {
      throw new BenchException(
          "The bench needs gcc for its client and its yardstick, and there is none: "
              + e.getMessage());
    }
    if (gcc.waitFor() != 0) {
      throw new BenchException("gcc did not take " + source);
    }
  }
}
