package ratecast.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Linux says of a process. */
final class Proc {
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

  private Proc() {}

  /**
   * CPU nanoseconds of each thread, by thread number and name: the same sum as utime and stime of
   * /proc/pid/stat, which count in steps of 10 ms, too coarse for a server that is idle most of the
   * second.
   */
  static Map<String, Long> cpu(long pid) throws IOException {
    Map<String, Long> times = new HashMap<>();
    try (DirectoryStream<Path> threads =
        Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
      for (Path thread : threads) {
        Optional<String> name = text(thread.resolve("comm"));
        Optional<String> ran = text(thread.resolve("schedstat"));
        if (name.isPresent() && ran.isPresent()) {
          times.put(
              thread.getFileName() + " " + name.get().strip(),
              Long.parseLong(ran.get().split(" ", 2)[0]));
        }
      }
    }
    return times;
  }

  /** Resident memory in KiB, exact (the figure in /proc/pid/status lags by pages per thread). */
  static long residentKib(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
      if (line.startsWith("Rss:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new BenchException("no Rss in smaps_rollup of " + pid);
  }

  /** Bytes of live objects of a JVM; counting them collects its heap first. */
  static long liveHeap(long pid) throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process process =
        new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    Matcher total = TOTAL.matcher(text);
    if (!total.find()) {
      throw new BenchException("jcmd does not count the heap of " + pid + ": " + text);
    }
    return Long.parseLong(total.group(1));
  }

  static String loadAverage() throws IOException {
    return Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0];
  }

  /** Empty for a thread that has just ended, as a JVM's compiler threads do. */
  private static Optional<String> text(Path file) throws IOException {
    try {
      return Optional.of(Files.readString(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      // ESRCH has no exception of its own.
      if (String.valueOf(e.getMessage()).contains("No such process")) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
