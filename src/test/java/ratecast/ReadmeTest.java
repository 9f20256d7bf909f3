package ratecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the README promises is what the code does. */
class ReadmeTest {
  private final String readme = read("README.md");

  @Test
  void theTableOfSettingsIsThatOfTheCode() {
    String expected =
        Arrays.stream(Setting.values()).map(ReadmeTest::row).collect(Collectors.joining("\n"));

    assertThat(readme).contains("| --- | --- | --- |\n" + expected + "\n\n");
  }

  @Test
  void theContractHasTheSameTable() {
    assertThat(read("docs/PROTOCOL.md"))
        .contains(
            Arrays.stream(Setting.values()).map(ReadmeTest::row).collect(Collectors.joining("\n")));
  }

  @Test
  void ciRunsTheTestCommandOfTheReadme() {
    String command = "./mvnw -B verify";

    assertThat(readme).contains(command);
    assertThat(read(".ci/run").lines()).contains(command + " </dev/null");
  }

  @Test
  void everyFileItPointsToIsThere() {
    assertThat(Pattern.compile("\\]\\((?!http)([^)#]+)").matcher(readme).results())
        .isNotEmpty()
        .allSatisfy(link -> assertThat(Path.of(link.group(1))).exists());
  }

  @Test
  void theChangelogKnowsTheVersionOfThePom() {
    assertThat(read("CHANGELOG.md")).contains("## [" + Version.current() + "]");
  }

  private static String row(Setting setting) {
    String quote = setting.defaultText().isPresent() ? "`" : "";
    return "| `%s` | %s | %s |"
        .formatted(setting.name(), setting.meaning(), quote + setting.shownDefault() + quote);
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new AssertionError("no file " + file, e);
    }
  }
}
