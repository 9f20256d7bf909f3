package ratecast.pitch.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ratecast.pitch.PitchFile;
import ratecast.pitch.Sample;
import ratecast.pitch.book.TradingDay;
import ratecast.pitch.store.ImportState;
import ratecast.pitch.store.PitchImport;
import ratecast.pitch.store.StoreAwayException;
import ratecast.support.EmbeddedStore;
import ratecast.support.ManualClock;

/** The folder as a person uses it, with a look whenever the test says so. */
class InboxTest {
  private static final String LINE = "28800011AAK27GA0000DTS000100SH    0000619200Y\n";
  private static final String OTHER = "28800011AAK27GA0000DTS000200SH    0000619200Y\n";

  private static final Duration ELEVEN_MINUTES = Duration.ofMinutes(11);

  private final ManualClock clock = new ManualClock(Instant.EPOCH); // before any file was made
  private final Path folder;
  private final EmbeddedStore store = EmbeddedStore.inMemory();
  private final Importing importing = new Importing(store);
  private final Shelf shelf;
  private Importer importer;
  private Inbox inbox;

  InboxTest(@TempDir Path folder) {
    this.folder = folder;
    shelf = new Shelf(config(), clock);
    importer = importer();
    inbox = inbox();
  }

  @AfterEach
  void close() {
    importer.stop();
    store.close();
  }

  @Test
  void aFileIsTakenWhenItHasStoppedGrowingAndMovedWhenItIsImported() throws IOException {
    importer.start();
    Path file = write("day.txt", LINE);

    inbox.look();
    Files.writeString(file, OTHER, StandardOpenOption.APPEND);
    inbox.look();
    assertThat(imports()).as("it grew since the last look").isEmpty();
    inbox.look();

    PitchImport over = over(1);
    assertThat(over.state()).isEqualTo(ImportState.DONE);
    assertThat(over.summary().lines()).isEqualTo(2);
    await().until(() -> files().equals(Set.of("done/day.txt")));
    assertThat(Files.readString(folder.resolve("done/day.txt"))).isEqualTo(LINE + OTHER);
  }

  @Test
  void aRefusedFileHasItsReasonBesideIt() throws IOException {
    importer.start();
    write("page.html", "<html>");

    inbox.look();
    inbox.look();

    await()
        .until(() -> files().equals(Set.of("refused/page.html", "refused/page.html.reason.txt")));
    await()
        .untilAsserted(
            () ->
                assertThat(folder.resolve("refused/page.html.reason.txt"))
                    .hasContent("Not one line of it is a PITCH message."));
  }

  @Test
  void aCopyOfAKnownFileIsMovedAtOnceAndNoNameIsOverwritten() throws IOException {
    importer.start();
    write("day.txt", LINE);
    inbox.look();
    inbox.look();
    await().until(() -> files().equals(Set.of("done/day.txt")));

    write("day.txt", LINE);
    inbox.look();
    inbox.look();

    assertThat(files()).containsExactlyInAnyOrder("done/day.txt", "done/day.txt.2");
    assertThat(imports()).hasSize(1);
    assertThat(importing.meters.counter("ratecast.pitch.imports", "outcome", "known").count())
        .isEqualTo(1);
  }

  @Test
  void aDateThatCannotBeKeptIsRefusedAndLeavesTheDoneImportDone() throws IOException {
    importing.refusal = Optional.of("Too old.");
    importer.start();
    write("day.txt", LINE);
    lookTwice();
    await().until(() -> files().equals(Set.of("done/day.txt")));
    PitchImport done = importing.stored(1);

    write("day_20160218.txt", LINE);
    lookTwice();

    await()
        .until(
            () ->
                files()
                    .equals(
                        Set.of(
                            "done/day.txt",
                            "refused/day_20160218.txt",
                            "refused/day_20160218.txt.reason.txt")));
    assertThat(folder.resolve("refused/day_20160218.txt.reason.txt")).hasContent("Too old.");
    assertThat(imports()).hasSize(1);
    assertThat(importing.stored(1)).isEqualTo(done);
  }

  @Test
  void aDateForWhatStillWaitsWithoutOneIsTakenWhenThatIsDone() throws IOException {
    write("day.txt", LINE);
    lookTwice();
    write("day_20160218.txt", LINE);
    lookTwice();
    assertThat(files()).containsExactlyInAnyOrder("day.txt", "day_20160218.txt");
    importer.start();
    await().until(() -> files().equals(Set.of("done/day.txt", "day_20160218.txt")));

    inbox.look();

    await().until(() -> files().equals(Set.of("done/day.txt", "done/day.txt.2")));
    assertThat(importing.stored(1).day()).contains(new TradingDay(LocalDate.of(2016, 2, 18)));
    assertThat(importing.stored(1).state()).isEqualTo(ImportState.DONE);
  }

  @Test
  void aFileReplacedWhileItWaitsIsImportedAsWhatItIsNow() throws IOException {
    write("day.txt", LINE);
    lookTwice();
    write("day.txt", OTHER + OTHER);
    lookTwice();

    importer.start();

    assertThat(over(1).reason()).contains("The file changed while it was imported.");
    assertThat(over(2).state()).isEqualTo(ImportState.DONE);
    await().until(() -> files().equals(Set.of("done/day.txt")));
    assertThat(folder.resolve("done/day.txt")).hasContent(OTHER + OTHER);
  }

  @Test
  void aFileReplacedWhileItIsImportedStaysForTheNextLook() throws IOException {
    Path file = write("day.txt", LINE);
    PitchImport over = importing.run(file);
    write("day.txt", OTHER);

    shelf.away(over);

    assertThat(files()).containsExactly("day.txt");
  }

  @Test
  void aFileMovedWhileItWaitsIsImportedFromWhereItLies() throws IOException {
    Path file = write("day.txt", LINE);
    lookTwice();
    Files.move(file, folder.resolve("moved.txt"));
    lookTwice();

    importer.start();

    await().until(() -> files().equals(Set.of("done/day.txt")));
    assertThat(over(1).state()).isEqualTo(ImportState.DONE);
  }

  @Test
  void aFileWhoseClaimWasNeverAnsweredIsTakenAtTheNextLook() throws IOException {
    importer.start();
    write("first.txt", LINE);
    lookTwice();
    await().until(() -> files().equals(Set.of("done/first.txt")));
    Path file = write("day.txt", OTHER);
    importing.claim(file, Optional.empty());

    lookTwice();

    await().until(() -> files().equals(Set.of("done/first.txt", "done/day.txt")));
  }

  @Test
  void aFileThatAnotherProgramBeganToImportAndLeftIsTakenWithTheDateItComesWith(
      @TempDir Path elsewhere) throws IOException {
    importer.start();
    write("first.txt", LINE);
    lookTwice();
    await().until(() -> files().equals(Set.of("done/first.txt")));
    importing.claim(Files.writeString(elsewhere.resolve("day.txt"), OTHER), Optional.empty());
    write("day_20160218.txt", OTHER);

    await()
        .until(
            () -> {
              lookTwice();
              return files().equals(Set.of("done/first.txt", "done/day.txt"));
            });

    assertThat(imports().get(1).day()).isPresent();
  }

  @Test
  void whatIsStillBeingCopiedIsLeftAlone() throws IOException {
    write("day.txt.part", LINE);
    write("day.tmp", LINE);
    write(".hidden", LINE);

    inbox.look();
    inbox.look();

    assertThat(imports()).isEmpty();
    assertThat(files()).hasSize(3);
  }

  @Test
  void aFullQueueLeavesFilesInTheInboxAndWhatWaitedGoesOnAtTheNextStart() throws IOException {
    for (int i = 0; i < Importer.PLACES + 1; i++) {
      write("f%03d.txt".formatted(i), LINE.replace("000100", "%06d".formatted(i)));
    }
    inbox.look();
    inbox.look();
    assertThat(importer.isFull()).isTrue();
    assertThat(imports()).hasSize(Importer.PLACES);
    assertThat(importing.meters.counter("ratecast.pitch.imports", "outcome", "queue-full").count())
        .isEqualTo(1);
    importer.stop();

    importer = importer();
    inbox = inbox();
    importer.start();
    await().until(() -> files().stream().filter(f -> f.startsWith("done/")).count() == 100);
    inbox.look();
    inbox.look();

    await().until(() -> files().stream().allMatch(file -> file.startsWith("done/")));
    assertThat(imports()).hasSize(101).allMatch(each -> each.state() == ImportState.DONE);
  }

  @Test
  void aLookEndsAtTheFirstFileThatFindsNoPlaceAndThatIsNotReadAgainWhileItWaits()
      throws IOException {
    for (int i = 0; i < Importer.PLACES + 3; i++) {
      write("f%03d.txt".formatted(i), LINE.replace("000100", "%06d".formatted(i)));
    }
    lookTwice();
    String first = PitchFile.sha256(folder.resolve("f100.txt"));
    rewriteUnseen("f100.txt", OTHER);
    String second = PitchFile.sha256(rewriteUnseen("f101.txt", OTHER.replace("SH", "SI")));
    String third = PitchFile.sha256(folder.resolve("f102.txt"));
    inbox.look();
    assertThat(importing.meters.counter("ratecast.pitch.imports", "outcome", "queue-full").count())
        .as("one for each look")
        .isEqualTo(2);

    importer.start();
    await().until(() -> files().stream().filter(f -> f.startsWith("done/")).count() == 100);
    inbox.look();

    assertThat(imports().subList(100, 103))
        .extracting(PitchImport::sha256)
        .containsExactly(first, second, third);
  }

  @Test
  void aLookEndsAtTheFirstFileForWhichTheStoreIsAway() throws IOException {
    importer.start();
    write("day.txt", LINE);
    lookTwice();
    await().until(() -> files().equals(Set.of("done/day.txt")));
    AtomicInteger times = new AtomicInteger();
    importing.asked =
        () -> {
          times.incrementAndGet();
          throw new StoreAwayException(new IOException("of a test"));
        };
    write("day_20160218.txt", LINE); // whose day the history is asked about
    write("next.txt", OTHER);

    inbox.look();
    inbox.look();
    inbox.look();

    assertThat(times).hasValue(2);
    assertThat(imports()).hasSize(1);
    importing.asked = () -> {};
    inbox.look();
    await().until(() -> files().stream().allMatch(file -> file.startsWith("done/")));
    assertThat(imports()).hasSize(2);
  }

  @Test
  void anImportThatIsStoppedInItsMiddleGoesOnAtTheNextStart() throws IOException {
    Path file = Importing.write(folder, "sample.txt", Sample.bytes());
    PitchImport job = importing.claim(file, Optional.empty()).imported();
    PitchImport stopped =
        importing.fileImport.run(
            job,
            importing.patience,
            running -> {
              if (running.nextLine() > 5_000) {
                importing.patience.end();
              }
            });
    assertThat(stopped.state()).isEqualTo(ImportState.RUNNING);
    assertThat(stopped.nextLine()).isEqualTo(5_001);

    importer.start();

    assertThat(over(job.id()).summary().lines()).isEqualTo(20_000);
    assertThat(importing.messages()).hasSize(20_000);
    await().until(() -> files().equals(Set.of("done/sample.txt")));
  }

  @Test
  void leftoversOfUploadsAreSweptButNotThoseOfAnOpenImport() throws IOException {
    Files.createDirectories(folder.resolve(".uploads"));
    Path half = write(".uploads/half", LINE);
    Path whole = write(".uploads/whole", OTHER);
    importing.claim(whole, Optional.empty());
    clock.set(Files.getLastModifiedTime(half).toInstant().plus(ELEVEN_MINUTES));

    importer.start();

    await().until(() -> files().equals(Set.of("done/whole")));
  }

  /** Of this node's before its store answered, or of another's that has the same folder. */
  @Test
  void anUploadThatIsStillComingIsNoLeftover() throws IOException {
    Path mine = Files.writeString(shelf.place(), LINE);
    Path theirs = Files.writeString(new Shelf(config(), clock).place(), OTHER);
    Path half = write(".uploads/half", LINE);
    clock.set(Files.getLastModifiedTime(half).toInstant());
    Files.setLastModifiedTime(half, FileTime.from(clock.instant().minus(ELEVEN_MINUTES)));

    importer.start();

    await().until(() -> !Files.exists(half));
    assertThat(mine).exists();
    assertThat(theirs).exists();
  }

  @Test
  void whatAQuickRestartLeavesOfAnUploadIsSweptAfterALaterImport() throws IOException {
    Files.createDirectories(folder.resolve(".uploads"));
    Path half = write(".uploads/half", LINE);
    Path waiting = write(".uploads/waiting", OTHER + OTHER);
    importer.start();
    write("day.txt", LINE);
    lookTwice();
    await().until(() -> files().contains("done/day.txt"));
    assertThat(half).exists();
    importing.claim(waiting, Optional.empty()); // of another node, say
    clock.set(Files.getLastModifiedTime(waiting).toInstant().plus(ELEVEN_MINUTES));

    write("next.txt", OTHER);
    lookTwice();

    await()
        .until(() -> files().equals(Set.of("done/day.txt", "done/next.txt", ".uploads/waiting")));
  }

  @Test
  void aLookThatWentWrongHoweverBadlyIsNotTheLast() throws IOException {
    importer.start();
    inbox = inbox(Duration.ofMillis(10));
    inbox.start();
    write("day.txt", LINE);
    await().until(() -> files().contains("done/day.txt"));
    importing.asked =
        () -> {
          importing.asked = () -> {};
          throw new NoClassDefFoundError("of a test");
        };

    write("day_20160218.txt", LINE); // whose day the history is asked about

    await().until(() -> files().contains("done/day.txt.2"));
    inbox.stop();
  }

  @ParameterizedTest
  @CsvSource({
    "pitch_2016-02-19.txt, 2016-02-19",
    "pitch_20160219.gz, 2016-02-19",
    "99991332_20160219, 2016-02-19",
    "20161399, ",
    "1201602191, ",
    "pitch_example_data.txt, ",
  })
  void aDateInTheNameIsTheTradingDate(String name, LocalDate date) {
    assertThat(FileName.day(name)).isEqualTo(Optional.ofNullable(date).map(TradingDay::new));
  }

  @ParameterizedTest
  @CsvSource({
    "day.txt, day.txt",
    "../../etc/passwd, _.._.._etc_passwd",
    "'a b\u00e4', a_b_",
    "'', _",
    ".ssh, _.ssh",
  })
  void aNameFromOutsideIsMadeSafeForEveryFolder(String name, String safe) {
    assertThat(FileName.safe(name)).isEqualTo(safe);
  }

  private Importer importer() {
    return new Importer(
        importing.imports,
        importing.claims,
        importing.fileImport,
        shelf,
        new ImportMeters(importing.meters),
        importing.meters);
  }

  private Inbox inbox() {
    return inbox(Duration.ofSeconds(10));
  }

  private Inbox inbox(Duration look) {
    return new Inbox(new PitchConfig(folder.toString(), "", look, 1), importer, shelf);
  }

  private PitchConfig config() {
    return new PitchConfig(folder.toString(), "", Duration.ofSeconds(10), 1);
  }

  private void lookTwice() throws IOException {
    inbox.look();
    inbox.look();
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  /** With other bytes, of the same length and time. */
  private Path rewriteUnseen(String name, String text) throws IOException {
    FileTime modified = Files.getLastModifiedTime(folder.resolve(name));
    return Files.setLastModifiedTime(write(name, text), modified);
  }

  private List<PitchImport> imports() {
    return importing.imports.after(0, 1_000).blockOptional().orElseThrow();
  }

  private PitchImport over(int id) {
    await().until(() -> !importing.stored(id).isOpen());
    return importing.stored(id);
  }

  /** Names below the inbox; files move while it looks. */
  private Set<String> files() {
    Set<String> names = new TreeSet<>();
    for (String part : List.of("", "done/", "refused/", ".uploads/")) {
      File[] found = folder.resolve(part).toFile().listFiles(File::isFile);
      for (File file : found == null ? new File[0] : found) {
        names.add(part + file.getName());
      }
    }
    return names;
  }
}
