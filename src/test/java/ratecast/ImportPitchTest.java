package ratecast;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import ratecast.pitch.Sample;
import ratecast.pitch.book.TradingDay;
import ratecast.pitch.store.ImportStore;
import ratecast.pitch.store.PitchImport;
import ratecast.support.EmbeddedStore;
import ratecast.support.FreePort;

/** {@code import pitch}, as a person types it. */
class ImportPitchTest {
  private static final String RESULT =
      "Import 1 of sample.gz is done: 20000 lines, 0 refused, 288 symbols";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;

  @Test
  void aFileIsImportedStaysWhereItIsAndIsKnownTheNextTime() throws IOException {
    Path file = Files.write(folder.resolve("sample.gz"), Sample.gzip(Sample.bytes()));

    assertThat(run("import", "pitch", file.toString())).isZero();
    assertThat(run("import", "pitch", file.toString())).isZero();

    assertThat(out.toString().lines()).containsExactly(RESULT, RESULT);
    assertThat(file).exists();
  }

  @Test
  void aDayBeforeTheRetentionIsRefusedWithASentence() throws IOException {
    Path file = Files.write(folder.resolve("sample"), Sample.bytes());

    assertThat(run("import", "pitch", file.toString(), "--date", "2015-08-24")).isEqualTo(1);

    assertThat(out.toString())
        .startsWith(
            "Import 1 of sample is refused: 0 lines, 0 refused, 0 symbols. The trading date")
        .contains("2015-08-24 lies before what RETENTION keeps, 14 days; RETENTION=0 keeps");
  }

  @Test
  void aDayThatCannotBeKeptLeavesADoneImportDoneAndSaysSo() throws IOException {
    Path file = Files.write(folder.resolve("sample.gz"), Sample.gzip(Sample.bytes()));
    run("import", "pitch", file.toString());

    assertThat(run("import", "pitch", file.toString(), "--date", "2015-08-24")).isEqualTo(1);
    assertThat(run("import", "pitch", file.toString())).isZero();

    List<String> lines = out.toString().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(1)).startsWith(RESULT + ". The trading date 2015-08-24 lies before");
    assertThat(lines.get(2)).isEqualTo(RESULT);
  }

  @Test
  void aDateForWhatWasBegunWithoutOneIsTakenWhenThatIsDone() throws IOException {
    Path file = Files.write(folder.resolve("sample.gz"), Sample.bytes());
    try (EmbeddedStore store = EmbeddedStore.in(folder.resolve("store"))) {
      new ImportStore(store.database())
          .add("sample.gz", Sample.SHA_256, file, Optional.empty())
          .block();
    }

    TradingDay day = new TradingDay(LocalDate.now(ZoneOffset.UTC).minusDays(3));
    assertThat(run("import", "pitch", file.toString(), "--date", day.date().toString())).isZero();

    assertThat(out.toString().lines()).containsExactly(RESULT);
    try (EmbeddedStore store = EmbeddedStore.in(folder.resolve("store"))) {
      PitchImport over = requireNonNull(new ImportStore(store.database()).find(1).block());
      assertThat(over.day()).contains(day);
      assertThat(over.progress().second()).as("its mids are history").isPositive();
    }
  }

  @Test
  void whatIsWrongOnTheCommandLineIsSaidBeforeAnythingIsOpened() {
    assertThat(run("import")).isEqualTo(2);
    assertThat(run("import", "pitch")).isEqualTo(2);
    assertThat(run("import", "pitch", "nowhere")).isEqualTo(2);
    assertThat(run("import", "pitch", folder.toString())).isEqualTo(2);
    assertThat(run("import", "pitch", "pom.xml", "--date", "yesterday")).isEqualTo(2);
    assertThat(err.toString())
        .contains("What is to be imported? Try: import pitch, import quotes")
        .contains("There is no file nowhere to read.");
    assertThat(folder.resolve("store")).doesNotExist();
  }

  private int run(String... args) {
    CommandLine commands =
        Application.commandLine(
            Map.of(
                "EMBEDDED_MONGO_DIR", folder.resolve("store").toString(),
                "EMBEDDED_MONGO_PORT", Integer.toString(FreePort.next())));
    commands.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return commands.execute(args);
  }
}
