package ratecast.pitch.imports;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import ratecast.pitch.Decoded;
import ratecast.pitch.MessageFields;
import ratecast.pitch.MessageType;
import ratecast.pitch.PitchMessage;
import ratecast.pitch.Sample;
import ratecast.pitch.book.PitchSummary;
import ratecast.pitch.book.PitchSummary.Volume;
import ratecast.pitch.book.TradingDay;
import ratecast.pitch.imports.MidHistory.Mids;
import ratecast.pitch.store.ImportState;
import ratecast.pitch.store.PitchImport;
import ratecast.pitch.store.StoredMessage;
import ratecast.support.EmbeddedStore;

/** The exchange's sample through the whole import, in every form in which it may come. */
class SampleImportTest {
  private static final int LINES = 20_000;
  private static final TradingDay DAY = new TradingDay(LocalDate.of(2016, 2, 19));

  @TempDir Path folder;

  private final EmbeddedStore store = EmbeddedStore.inMemory();
  private final Importing importing = new Importing(store);

  @AfterEach
  void close() {
    store.close();
  }

  static Stream<Arguments> everyForm() {
    String text = Sample.text();
    return Stream.of(
        Arguments.of("plain", Sample.bytes()),
        Arguments.of("CRLF", Sample.ascii(text.replace("\n", "\r\n"))),
        Arguments.of("no last newline", Sample.ascii(text.stripTrailing())),
        Arguments.of("gzip", Sample.gzip(Sample.bytes())),
        Arguments.of("without the S", Sample.ascii(text.replaceAll("(?m)^S", ""))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("everyForm")
  void itsFiguresAreTheSameInEveryForm(String form, byte[] file) throws IOException {
    PitchImport over = importing.run(Importing.write(folder, "sample", file));

    assertThat(importing.stored(over.id())).isEqualTo(over);
    assertThat(over.state()).isEqualTo(ImportState.DONE);
    assertThat(over.progress().percent()).isEqualTo(100);
    PitchSummary summary = over.summary();
    assertThat(summary.lines()).isEqualTo(LINES);
    assertThat(summary.countsByType())
        .isEqualTo(
            Map.of(
                MessageType.ADD_ORDER_SHORT, 10_361L,
                MessageType.ORDER_CANCEL, 9_592L,
                MessageType.TRADE_SHORT, 27L,
                MessageType.ORDER_EXECUTED, 20L));
    assertThat(summary.symbols()).isEqualTo(288);
    assertThat(summary.firstTime()).isEqualTo(OptionalInt.of(28_800_011));
    assertThat(summary.lastTime()).isEqualTo(OptionalInt.of(28_963_734));
    assertThat(summary.refusals()).isEmpty();
    assertThat(volume(summary)).isEqualTo(NaiveVolume.of(Sample.text()));
    assertThat(requireNonNull(importing.messages.counts(Importing.EVERYTHING).block()))
        .isEqualTo(summary.countsByType());
  }

  @Test
  void everyMessageIsStoredWithItsFieldsInTheOrderOfTheFile() throws IOException {
    PitchImport over = importing.run(Importing.write(folder, "sample", Sample.bytes()));

    List<Decoded> decoded = Sample.decode(Sample.bytes());
    List<StoredMessage> stored = importing.messages();
    assertThat(stored).hasSize(LINES);
    assertThat(stored.stream().map(message -> message.id().importId())).containsOnly(over.id());
    assertThat(stored.stream().map(message -> message.id().line()))
        .isEqualTo(IntStream.rangeClosed(1, LINES).mapToObj(Long::valueOf).toList());
    for (int i = 0; i < LINES; i++) {
      PitchMessage message = (PitchMessage) decoded.get(i);
      assertThat(stored.get(i).time()).isEqualTo(message.time());
      assertThat(stored.get(i).type()).isEqualTo(message.type());
      assertThat(stored.get(i).fields()).isEqualTo(MessageFields.of(message));
    }
  }

  @Test
  void itTakesUnderThreeSeconds() throws IOException {
    List<Duration> times = new ArrayList<>(); // of which the machine may spoil one or two
    for (String end : List.of("", "\n", "\n\n")) { // or it would be a copy of what is known
      long start = System.nanoTime();
      importing.run(Importing.write(folder, "sample", Sample.ascii(Sample.text() + end)));
      times.add(Duration.ofNanos(System.nanoTime() - start));
    }

    assertThat(Collections.min(times)).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void theSameFileAgainIsRecognisedAndADateMakesItDueForItsHistoryAlone() throws IOException {
    Path file = Importing.write(folder, "sample", Sample.bytes());
    PitchImport first = importing.run(file);
    Path copy = Importing.write(folder, "copy", Sample.bytes());

    Claim again = importing.claim(copy, Optional.empty());
    Claim dated = importing.claim(copy, Optional.of(DAY));

    assertThat(again).isEqualTo(new Claim(first, false));
    assertThat(dated.isDue()).isTrue();
    assertThat(dated.imported().id()).isEqualTo(first.id());
    PitchImport over = importing.run(dated.imported());
    assertThat(over.state()).isEqualTo(ImportState.DONE);
    assertThat(over.summary()).isEqualTo(first.summary());
    assertThat(importing.messages()).hasSize(LINES);
    assertThat(importing.history).isNotEmpty();
  }

  @Test
  void aTradingDateMakesHistoryOfEverySecondOfTheFile() throws IOException {
    Path file = Importing.write(folder, "sample", Sample.bytes());

    PitchImport over = importing.run(importing.claim(file, Optional.of(DAY)).imported());

    long first = DAY.epochSecond(28_801);
    assertThat(importing.history.stream().map(Mids::time))
        .isEqualTo(IntStream.range(0, 164).mapToObj(second -> first + second).toList());
    assertThat(over.progress().second()).isEqualTo(28_964);
    Map<String, Integer> spy = new HashMap<>();
    importing.history.forEach(
        second ->
            second.quotes().stream()
                .filter(quote -> quote.symbol().equals("SPY"))
                .forEach(quote -> spy.merge(quote.mid().toPlainString(), 1, Integer::sum)));
    assertThat(spy).hasSizeGreaterThan(5);
    assertThat(importing.meters.get("ratecast.pitch.mids").tag("outcome", "stored").counter())
        .satisfies(counter -> assertThat(counter.count()).isGreaterThan(10_000));
  }

  @Test
  void aDayThatCannotHaveHistoryIsRefusedBeforeTheFirstLine() throws IOException {
    importing.refusal = Optional.of("Too old.");
    Path file = Importing.write(folder, "sample", Sample.bytes());

    PitchImport over = importing.run(importing.claim(file, Optional.of(DAY)).imported());

    assertThat(over.state()).isEqualTo(ImportState.REFUSED);
    assertThat(over.reason()).contains("Too old.");
    assertThat(importing.messages()).isEmpty();
    assertThat(importing.claim(file, Optional.empty()).isDue()).as("may be tried again").isTrue();
  }

  private static Map<String, Long> volume(PitchSummary summary) {
    Map<String, Long> volume = new HashMap<>();
    for (Volume each : summary.volumes()) {
      volume.put(each.symbol(), each.shares());
    }
    return volume;
  }
}
