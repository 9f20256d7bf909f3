package ratecast.pitch.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ratecast.pitch.PitchFile;
import ratecast.pitch.Sample;
import ratecast.pitch.book.Oddity;
import ratecast.pitch.book.PitchSummary.RefusedLines;
import ratecast.pitch.book.TradingDay;
import ratecast.pitch.imports.MidHistory.Mids;
import ratecast.pitch.store.ImportProgress;
import ratecast.pitch.store.ImportState;
import ratecast.pitch.store.PitchImport;
import ratecast.support.EmbeddedStore;

/** Lines and files that are not as they should be: the good lines are kept, the rest is told. */
class BrokenFileTest {
  private static final String GOOD = "28800011AAK27GA0000DTS000100SH    0000619200Y";

  private static final String BOUGHT = GOOD.replace("DTS", "DTB");

  @TempDir Path folder;

  private final EmbeddedStore store = EmbeddedStore.inMemory();
  private final Importing importing = new Importing(store);

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void everyMalformedLineIsListedByItsReasonAndTheGoodOnesAreKept() throws IOException {
    Map<String, String> broken = new LinkedHashMap<>();
    broken.put("", "empty");
    broken.put("S", "empty");
    broken.put(GOOD.substring(0, 44), "too-short");
    broken.put("28800", "too-short");
    broken.put(GOOD + "Y", "too-long");
    broken.put("x".repeat(1_000_000), "too-long");
    broken.put(GOOD.replace("AAK", "ZAK"), "unknown-type");
    broken.put("H", "control-packet");
    broken.put(GOOD.replace("28800011", "2880O011"), "bad-number at 0");
    broken.put(GOOD.replace("28800011", "86400000"), "bad-time");
    broken.put(GOOD.replace("AK27GA0000DT", "ak27ga0000dt"), "bad-base36 at 9");
    broken.put(GOOD.replace("000100", "0001OO"), "bad-number at 22");
    broken.put(GOOD.replace("S000100", "X000100"), "bad-side");
    broken.put(GOOD.replace("SH    ", "      "), "bad-symbol");
    broken.put(GOOD.replace("0000619200", "00006192.0"), "bad-number at 34");
    broken.put(GOOD.replace("0Y", "0Q"), "bad-code at 44");
    broken.put(GOOD.replace("SH    ", "S\u00c4    "), "non-ascii");
    broken.put(GOOD.replace("SH    ", "S\u0000    "), "non-ascii");
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    Map<String, RefusedLines> expected = new LinkedHashMap<>();
    long line = 1;
    for (Map.Entry<String, String> each : broken.entrySet()) {
      file.writeBytes(Sample.ascii(GOOD + "\n" + each.getKey() + "\n"));
      line += 2;
      String text = each.getKey().substring(0, Math.min(200, each.getKey().length()));
      String first = text.equals("S") ? "" : text;
      expected.merge(
          each.getValue(),
          new RefusedLines(line - 1, each.getValue(), first, 1),
          (a, b) -> new RefusedLines(a.line(), a.reason(), a.text(), 2));
    }

    PitchImport over = importing.run(Importing.write(folder, "broken", file.toByteArray()));

    assertThat(over.state()).isEqualTo(ImportState.DONE);
    assertThat(importing.stored(over.id()).summary().refusals())
        .containsExactlyElementsOf(expected.values());
    assertThat(over.summary().messages()).isEqualTo(broken.size());
    assertThat(importing.messages().stream().map(m -> m.id().line() % 2).distinct())
        .as("every second line, and no other")
        .containsExactly(1L);
    assertThat(importing.messages()).hasSize(broken.size());
    assertThat(outcomes()).containsEntry("decoded", 18.0).containsEntry("too-long", 2.0);
  }

  @Test
  void oneLineWithATimeFarAheadCostsTheDayNothingAndIsCounted() throws IOException {
    List<String> lines = new ArrayList<>(Sample.text().lines().toList());
    lines.set(10_000, "S86399000" + lines.get(10_000).substring(9));
    Path file = Importing.write(folder, "day", Sample.ascii(String.join("\n", lines)));
    TradingDay day = new TradingDay(LocalDate.of(2016, 2, 19));

    PitchImport over = importing.run(importing.claim(file, Optional.of(day)).imported());

    assertThat(importing.history.stream().map(Mids::time))
        .isEqualTo(IntStream.rangeClosed(28_801, 28_964).mapToObj(day::epochSecond).toList());
    assertThat(importing.stored(over.id()).summary().oddities())
        .isEqualTo(Map.of(Oddity.TIME_AHEAD, 1L));
    assertThat(importing.messages()).hasSize(20_000);
  }

  @Test
  void aGzipCutShortIsRefusedWithTheLinesItHadAndMayComeAgainWhole() throws IOException {
    byte[] whole = Sample.gzip(Sample.bytes());
    Path file = Importing.write(folder, "cut.gz", Arrays.copyOf(whole, whole.length / 2));

    PitchImport over = importing.run(file);

    assertThat(over.state()).isEqualTo(ImportState.REFUSED);
    assertThat(over.reason().orElseThrow())
        .matches("The gzip is broken or cut short after line \\d+000\\.");
    assertThat(importing.messages()).hasSize((int) over.summary().lines()).isNotEmpty();
    assertThat(over.progress().percent()).isLessThan(100);
  }

  @Test
  void aFileWithoutOneMessageIsRefused() throws IOException {
    assertThat(importing.run(Importing.write(folder, "empty", new byte[0])).reason())
        .contains("Not one line of it is a PITCH message.");
    assertThat(importing.run(Importing.write(folder, "html", Sample.ascii("<html>"))).reason())
        .contains("Not one line of it is a PITCH message.");
  }

  @Test
  void aFileThatIsGoneOrIsAnotherIsRefused() throws IOException {
    Path gone = Importing.write(folder, "gone", Sample.ascii(GOOD));
    PitchImport first = importing.claim(gone, Optional.empty()).imported();
    Files.delete(gone);
    Path changed = Importing.write(folder, "changed", Sample.ascii(GOOD + "\n"));
    PitchImport second = importing.claim(changed, Optional.empty()).imported();
    Importing.write(folder, "changed", Sample.ascii(GOOD.replace('S', 'B')));

    assertThat(importing.run(first).reason()).contains("The file is gone.");
    assertThat(importing.run(second).reason()).contains("The file changed while it was imported.");
  }

  /** An import of the good file, in whose place these bytes lie. */
  private PitchImport claimedAndThen(byte[] other) throws IOException {
    Path file = Importing.write(folder, "day", Sample.ascii(GOOD));
    PitchImport job = importing.claim(file, Optional.empty()).imported();
    Importing.write(folder, "day", other);
    return job;
  }

  @Test
  void ofAFileThatWasAnotherWhileItWasImportedNothingStays() throws IOException {
    PitchImport job = claimedAndThen(Sample.ascii(BOUGHT + "\n" + BOUGHT));

    PitchImport changed = importing.run(job);

    assertThat(importing.stored(job.id())).isEqualTo(changed);
    assertThat(changed.state()).isEqualTo(ImportState.REFUSED);
    assertThat(changed.progress()).isEqualTo(ImportProgress.NONE);
    assertThat(importing.messages()).isEmpty();
    Importing.write(folder, "day", Sample.ascii(GOOD));
    assertThat(importing.run(job.file()).state()).isEqualTo(ImportState.DONE);
    assertThat(importing.messages().stream().map(message -> message.fields().get("side")))
        .containsExactly("S");
  }

  @Test
  void aChangedFileThatIsBrokenTooLeavesNothing() throws IOException {
    byte[] other = Sample.gzip(Sample.bytes());
    PitchImport job = claimedAndThen(Arrays.copyOf(other, other.length / 2));

    PitchImport changed = importing.run(job);

    assertThat(changed.reason()).contains("The file changed while it was imported.");
    assertThat(importing.messages()).isEmpty();
  }

  @Test
  void whatAStopLeftOfAChangedFileDoesNotStandInForTheRightOne() throws IOException {
    PitchImport job = claimedAndThen(Sample.ascii(BOUGHT + "\n" + BOUGHT));
    Patience stopped = new Patience();
    importing.fileImport.run(
        job,
        stopped,
        run -> {
          if (!run.isOpen()) {
            stopped.end();
          }
        });
    assertThat(importing.messages()).as("the stop came before they were removed").hasSize(2);

    Importing.write(folder, "day", Sample.ascii(GOOD));
    PitchImport over = importing.run(job.file());

    assertThat(over.id()).isEqualTo(job.id());
    assertThat(over.state()).isEqualTo(ImportState.DONE);
    assertThat(importing.messages().stream().map(message -> message.fields().get("side")))
        .containsExactly("S");
  }

  @Test
  void anImportStoppedInAChangedFileDoesNotGoOnWithTheRightOne() throws IOException {
    Path file = Importing.write(folder, "day", Sample.ascii(lines(GOOD)));
    PitchImport job = importing.claim(file, Optional.empty()).imported();
    Importing.write(folder, "day", Sample.ascii(lines(BOUGHT)));
    Patience stopped = new Patience();
    PitchImport left =
        importing.fileImport.run(
            job,
            stopped,
            run -> {
              if (run.nextLine() > 1) {
                stopped.end();
              }
            });
    assertThat(left.nextLine()).as("the stop came in its middle").isEqualTo(PitchFile.BATCH + 1);

    Importing.write(folder, "day", Sample.ascii(lines(GOOD)));

    assertThat(importing.run(left).reason()).contains("The file changed while it was imported.");
    assertThat(importing.messages()).isEmpty();
    assertThat(importing.run(file).state()).isEqualTo(ImportState.DONE);
    assertThat(importing.messages())
        .hasSize(2 * PitchFile.BATCH)
        .extracting(message -> message.fields().get("side"))
        .containsOnly("S");
  }

  /** Two batches of it. */
  private static String lines(String line) {
    return (line + "\n").repeat(2 * PitchFile.BATCH);
  }

  @Test
  void aRunThatComesTooLateLeavesADoneImportAsItIs() throws IOException {
    Path file = Importing.write(folder, "day", Sample.ascii(GOOD));
    PitchImport job = importing.claim(file, Optional.empty()).imported();
    PitchImport done = importing.run(job);
    Set<ImportState> meanwhile = EnumSet.noneOf(ImportState.class);

    PitchImport beside =
        importing.fileImport.run(
            job, importing.patience, run -> meanwhile.add(importing.stored(job.id()).state()));
    Files.delete(file);
    PitchImport late = importing.run(job);

    assertThat(importing.stored(job.id())).isEqualTo(done);
    assertThat(late).isEqualTo(done);
    assertThat(beside).isEqualTo(done);
    assertThat(meanwhile).doesNotContain(ImportState.RUNNING);
  }

  private Map<String, Double> outcomes() {
    return importing.meters.find("ratecast.pitch.lines").counters().stream()
        .collect(
            Collectors.toMap(
                c -> String.valueOf(c.getId().getTag("outcome")), counter -> counter.count()));
  }
}
