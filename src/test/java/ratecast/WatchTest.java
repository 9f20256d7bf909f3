package ratecast;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static ratecast.support.RunningServer.NOON;
import static ratecast.support.RunningServer.point;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;
import ratecast.support.RunningServer;
import ratecast.support.Wire;

/** {@code watch}, as a person types it into a pipe. */
@Timeout(value = 60, unit = SECONDS)
class WatchTest {
  private final RunningServer server = RunningServer.start();
  private final Wire wire = new Wire(server.port());
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();
  private Thread program = new Thread();

  @BeforeEach
  void history() {
    server.bringAndWait(point(server.asset("EURUSD"), NOON - 1, 1.1));
  }

  @AfterEach
  void stop() {
    program.interrupt();
    wire.close();
    server.close();
  }

  @Test
  void pointsAreShownAsTheyComeWithTheirChange() {
    watch("EURUSD", "USDJPY");

    server.bringAndWait(
        point(server.asset("EURUSD"), NOON, 1.110481), point(server.asset("USDJPY"), NOON, 112.6));

    shows("2016-02-19T12:00:00Z EURUSD 1.110481 +0.010481");
    shows("2016-02-19T12:00:00Z USDJPY 112.6 +0");
    assertThat(out.toString()).doesNotContain("T11:59:59Z"); // the past is for the bars only
  }

  @Test
  void afterALossItComesBackAndShowsWhatItMissedOnce() {
    watch("EURUSD");
    bring(0);
    shows("EURUSD 1.2");

    wire.cut();
    shows("; again in ");
    for (int i = 1; i <= 5; i++) {
      bring(i);
    }
    wire.restore();
    shows("12:00:05Z");
    bring(6);
    shows("12:00:06Z");

    List<String> expected =
        IntStream.rangeClosed(0, 6).mapToObj(i -> "2016-02-19T12:00:0" + i + "Z").toList();
    assertThat(out.toString().lines().filter(line -> !line.startsWith("#")))
        .extracting(line -> line.substring(0, 20))
        .isEqualTo(expected);
  }

  @Test
  void itEndsCleanlyAndTheServerIsToldGoodbye() {
    watch("EURUSD");

    program.interrupt();

    assertThat(exit.orTimeout(10, SECONDS).join()).isZero();
    await().until(() -> server.sessions() == 0);
  }

  @Test
  void anAssetThatIsNotThereAndAWrongAddressAreSaid() {
    assertThat(execute("watch", "EURXXX", "--url", url())).isEqualTo(2);
    assertThat(out.toString()).contains("# There is no asset EURXXX at " + url() + ".");

    assertThat(execute("watch", "EURUSD", "--url", "http://localhost/")).isEqualTo(2);
    assertThat(execute("watch")).isEqualTo(2);
    assertThat(err.toString())
        .contains("--url is \"http://localhost/\": it begins with ws:// or wss://.")
        .contains("Missing required parameter: 'ASSET'");
  }

  @Test
  void whatCouldNotBeHadOfAnAbsenceIsSaid() {
    watch("EURUSD");
    bring(0);
    shows("EURUSD 1.2");

    wire.cut();
    shows("; again in ");
    server.clock().advance(Duration.ofHours(5));
    bring(5 * 3_600);
    wire.restore();

    shows("# EURUSD: not all that was missed could be had");
    shows("17:00:00Z");
  }

  @Test
  void aServerThatWantsATokenGetsThatOfTheEnvironmentAndNoneIsShown() {
    try (RunningServer closed = RunningServer.start(Map.of("rest.read-token", "secret-12"))) {
      String url = "ws://localhost:" + closed.port() + "/";
      assertThat(execute("watch", "EURXXX", "--url", url)).isEqualTo(1);
      assertThat(out.toString()).contains("# " + url + " wants a READ_TOKEN");

      assertThat(execute("watch", "EURXXX", "--url", url + "?access_token=wrong-one")).isOne();
      CommandLine typo = Application.commandLine(Map.of("READ_TOKEN", "secret-1\u20ac"));
      typo.setErr(new PrintWriter(err));
      assertThat(typo.execute("watch", "EURXXX", "--url", url)).isEqualTo(2);
      assertThat(err.toString()).contains("READ_TOKEN is not 8 to 512 visible ASCII characters.");

      CommandLine told = Application.commandLine(Map.of("READ_TOKEN", "secret-12"));
      told.setOut(new PrintWriter(out));
      assertThat(told.execute("watch", "EURXXX", "--url", url)).isEqualTo(2);
      assertThat(out.toString())
          .contains("# There is no asset EURXXX at " + url + ".")
          .doesNotContain("secret-12", "wrong-one");
    }
  }

  private void bring(int second) {
    server.bringAndWait(point(server.asset("EURUSD"), NOON + second, 1.2 + second));
  }

  private void watch(String... names) {
    program =
        new Thread(
            () -> {
              String[] args = new String[names.length + 3];
              args[0] = "watch";
              args[1] = "--url";
              args[2] = url();
              System.arraycopy(names, 0, args, 3, names.length);
              exit.complete(execute(args));
            });
    program.start();
    shows("# connected to " + url());
    await().until(() -> server.sessions() == 1);
    await().until(() -> histories() >= names.length);
  }

  private double histories() {
    return server.counted("ratecast.stream.histories");
  }

  private void shows(String text) {
    await().until(() -> out.toString().contains(text));
  }

  private String url() {
    return "ws://localhost:" + wire.port() + "/";
  }

  private int execute(String... args) {
    CommandLine commands = Application.commandLine(Map.of());
    commands.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return commands.execute(args);
  }
}
