package ratecast.pitch.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.reactivestreams.client.MongoCollection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import ratecast.pitch.PitchFile;
import ratecast.pitch.Sample;
import ratecast.pitch.book.TradingDay;
import ratecast.pitch.store.ImportState;
import ratecast.pitch.store.PitchImport;
import ratecast.support.EmbeddedStore;
import ratecast.support.LogLines;
import reactor.core.publisher.Mono;

/** The one thread that imports what was handed in, and what it begins with at a start. */
class ImporterTest {
  private static final String LINE = "28800011AAK27GA0000DTS000100SH    0000619200Y\n";
  private static final Optional<TradingDay> DAY =
      Optional.of(new TradingDay(LocalDate.of(2016, 2, 19)));
  private static final Optional<TradingDay> NO_DAY = Optional.empty();

  @RegisterExtension private final LogLines said = LogLines.of(Importer.class);

  private final Path folder;
  private final EmbeddedStore store = EmbeddedStore.inMemory();
  private final Importing importing = new Importing(store);
  private final Importer importer;

  ImporterTest(@TempDir Path folder) {
    this.folder = folder;
    PitchConfig config = new PitchConfig(folder.toString(), "", Duration.ofSeconds(10), 1);
    importer =
        new Importer(
            importing.imports,
            importing.claims,
            importing.fileImport,
            new Shelf(config, () -> Instant.EPOCH),
            new ImportMeters(importing.meters),
            importing.meters);
  }

  @AfterEach
  void close() {
    importer.stop();
    store.close();
  }

  @Test
  void takesTheNextFileHoweverBadlyTheLastWentAndGivesItsPlaceBack() throws IOException {
    importing.asked =
        () -> {
          throw new NoClassDefFoundError("of a test");
        };
    importer.start();

    submit("bad.txt", LINE + LINE, DAY);
    for (int i = 0; i < Importer.PLACES; i++) {
      submit("f%03d.txt".formatted(i), LINE.replace("000100", "%06d".formatted(i)), NO_DAY);
    }

    assertThat(over(Importer.PLACES + 1).state()).isEqualTo(ImportState.DONE);
    await().until(() -> !importer.isFull());
    assertThat(over(1).reason()).contains("A bug of this program; its log says more.");
    assertThat(errors()).containsExactly("[ERROR] A bug in import 1; it is refused");
  }

  @Test
  void takesTheNextFileThoughTheLastCouldNotEvenBeRefused() throws IOException {
    importing.asked =
        () -> {
          Mono.from(imports().deleteOne(new Document("_id", 1))).block(); // as an operator might
          throw new NoClassDefFoundError("of a test");
        };
    importer.start();

    submit("bad.txt", LINE + LINE, DAY);
    submit("good.txt", LINE, NO_DAY);

    assertThat(over(2).state()).isEqualTo(ImportState.DONE);
    assertThat(errors())
        .containsExactly(
            "[ERROR] A bug in import 1; it is refused",
            "[ERROR] A bug in refusing import 1; it stays as it is until the next start");
  }

  @Test
  void takesWhatIsHandedInThoughWhatIsOpenCannotBeRead() throws IOException {
    Mono.from(imports().insertOne(new Document("_id", 9).append("state", "running"))).block();
    importer.start();

    submit("good.txt", LINE, NO_DAY);

    assertThat(over(1).state()).isEqualTo(ImportState.DONE);
    assertThat(errors())
        .containsExactly("[ERROR] A bug in looking for open imports; they wait for the next start");
  }

  /** As after a start of another node, whose folder has the same path. */
  @Test
  void leavesAnImportAloneInWhosePlaceAnotherFileLiesAndGoesOnWhenItsOwnIsHandedIn()
      throws IOException {
    Path file = Importing.write(folder, "day.txt", Sample.bytes());
    PitchImport left = stoppedAfter(5_000, file);
    Importing.write(folder, "day.txt", Sample.ascii(LINE));
    importer.start();

    await().until(() -> !said.events().isEmpty());
    assertThat(said.events())
        .extracting(Object::toString)
        .containsExactly("[WARN] Import 1 waits for " + file + ", which is another file here");
    assertThat(importing.stored(1)).isEqualTo(left);
    assertThat(importing.messages()).hasSize(5_000);

    submit("copy.txt", Sample.text(), NO_DAY);

    assertThat(over(1).state()).isEqualTo(ImportState.DONE);
    assertThat(importing.messages()).hasSize(20_000);
    assertThat(file).hasContent(LINE);
  }

  @Test
  void leavesAnImportAloneWhoseFileIsOnNoDiskOfThisMachine() throws IOException {
    Path file = Importing.write(folder, "day.txt", Sample.bytes());
    PitchImport left = stoppedAfter(5_000, file);
    Files.delete(file);
    importer.start();

    await().until(() -> !said.events().isEmpty());
    assertThat(said.events())
        .extracting(Object::toString)
        .containsExactly("[WARN] Import 1 waits for " + file + ", which is not here");
    assertThat(importing.stored(1)).isEqualTo(left);
  }

  private PitchImport stoppedAfter(long lines, Path file) throws IOException {
    Patience stopped = new Patience();
    PitchImport left =
        importing.fileImport.run(
            importing.claim(file, NO_DAY).imported(),
            stopped,
            running -> {
              if (running.nextLine() > lines) {
                stopped.end();
              }
            });
    assertThat(left.nextLine()).isEqualTo(lines + 1);
    return left;
  }

  private void submit(String name, String text, Optional<TradingDay> day) throws IOException {
    Path file = Importing.write(folder, name, Sample.ascii(text));
    String sha256 = PitchFile.sha256(file);
    await()
        .pollDelay(Duration.ZERO)
        .until(() -> importer.submit(name, sha256, file, day).isPresent());
  }

  private MongoCollection<Document> imports() {
    return store.database().getCollection("pitchImport");
  }

  private PitchImport over(int id) {
    await().until(() -> !importing.stored(id).isOpen());
    return importing.stored(id);
  }

  private List<String> errors() {
    return said.events().stream()
        .map(Object::toString)
        .filter(line -> line.startsWith("[ERROR]"))
        .toList();
  }
}
