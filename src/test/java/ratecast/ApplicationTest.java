package ratecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ApplicationTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void helpPrintsEverySettingWithItsDefaultAndWhatIsAllowed() {
    int code = run("--help");

    assertThat(code).isZero();
    String help = out.toString().replaceAll("\\s+", " ");
    for (Setting setting : Setting.values()) {
      assertThat(help)
          .contains(setting.name() + " " + setting.meaning())
          .contains(
              "Default: " + setting.shownDefault() + ". Allowed: " + setting.kind().allowed());
    }
  }

  @Test
  void helpFitsIntoAHundredColumnsAndBreaksNoLineTwice() {
    run("--help");

    assertThat(out.toString().lines())
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(SettingTable.WIDTH))
        .filteredOn(line -> line.contains("Default:") || line.startsWith("     "))
        .allSatisfy(line -> assertThat(line).startsWith(" ".repeat(31)));
  }

  @Test
  void theVersionIsThatOfThePom() throws Exception {
    int code = run("--version");

    assertThat(code).isZero();
    String version = out.toString().strip().replace("Ratecast ", "");
    assertThat(Files.readString(Path.of("pom.xml")))
        .contains("<artifactId>ratecast</artifactId>\n  <version>" + version + "</version>");
  }

  @Test
  void anUnknownCommandIsRefusedWithTheUsage() {
    int code = run("fly");

    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).contains("fly").contains("Usage: ratecast");
  }

  @Test
  void serveIsWhatHappensWithoutACommand() {
    Map<String, String> wrong = Map.of("FEED", "moon");

    assertThat(run(wrong)).isEqualTo(2);
    assertThat(run(wrong, "serve")).isEqualTo(2);
    assertThat(err.toString().lines())
        .hasSize(2)
        .containsOnly("FEED is \"moon\", but must be one of " + feeds() + ".");
  }

  @Test
  void whatIsNotOursIsABugAndKeepsItsStackTrace() {
    StartFailure failure = StartFailure.of(new IllegalStateException("odd"));

    assertThat(failure.isBug()).isTrue();
    assertThat(failure.exitCode()).isEqualTo(1);
  }

  @Test
  void aRoomsOwnExceptionIsItsSentenceHoweverDeepItLies() {
    Exception own = new StoreClosedException("The file ./data is locked by another Ratecast.");
    Exception wrapped = new RuntimeException(new RuntimeException("wrapped", own));

    assertThat(StartFailure.of(wrapped))
        .isEqualTo(new StartFailure(1, "The file ./data is locked by another Ratecast.", false));
  }

  @Test
  void aChainOfCausesThatGoesInCirclesEnds() {
    Exception first = new BindException("first");
    Exception second = new RuntimeException("second", first);
    first.initCause(second);

    assertThat(StartFailure.of(first).isBug()).isTrue();
  }

  private static String feeds() {
    return Setting.FEED.kind().allowed().replace("one of ", "");
  }

  private int run(String... args) {
    return run(Map.of(), args);
  }

  private int run(Map<String, String> env, String... args) {
    CommandLine commands = Application.commandLine(env);
    commands.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return commands.execute(args);
  }

  /** Stands for the exception of any room. */
  private static final class StoreClosedException extends Exception {
    private static final long serialVersionUID = 1L;

    StoreClosedException(String message) {
      super(message);
    }
  }
}
