package ratecast.pitch.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import ratecast.pitch.MessageType;
import ratecast.pitch.PitchBatch;
import ratecast.pitch.PitchMessage;
import ratecast.pitch.Sample;
import ratecast.pitch.book.PitchSummary.RefusedLines;
import ratecast.pitch.book.PitchSummary.Volume;

class PitchSummaryTest {
  @Test
  void sumsUpTheSample() {
    PitchSummary summary = summary(Sample.bytes());

    assertThat(summary.lines()).isEqualTo(20_000);
    assertThat(summary.messages()).isEqualTo(20_000);
    assertThat(summary.refusedLines()).isZero();
    assertThat(summary.countsByType())
        .isEqualTo(
            Map.of(
                MessageType.ADD_ORDER_SHORT, 10_361L,
                MessageType.ORDER_CANCEL, 9_592L,
                MessageType.TRADE_SHORT, 27L,
                MessageType.ORDER_EXECUTED, 20L));
    assertThat(summary.symbols()).isEqualTo(288);
    assertThat(summary.firstTime()).hasValue(28_800_011);
    assertThat(summary.lastTime()).hasValue(28_963_734);
    assertThat(summary.oddities()).isEmpty();
    assertThat(summary.unresolvedShares()).isZero();
    assertThat(summary.refusals()).isEmpty();
  }

  /** Cuts the lines by hand: nothing of the decoder, nothing of the books. */
  @Test
  void executedVolumeIsWhatACountByHandGives() {
    Map<String, String> symbolOf = new HashMap<>();
    Map<String, Long> volume = new HashMap<>();
    for (String line : Sample.text().split("\n", -1)) {
      if (line.isEmpty()) {
        continue;
      }
      String id = line.substring(10, 22);
      switch (line.charAt(9)) {
        case 'A' -> symbolOf.put(id, line.substring(29, 35).strip());
        case 'E' ->
            volume.merge(symbolOf.get(id), Long.parseLong(line.substring(22, 28)), Long::sum);
        case 'P' ->
            volume.merge(
                line.substring(29, 35).strip(), Long.parseLong(line.substring(23, 29)), Long::sum);
        default -> {}
      }
    }

    List<Volume> volumes = summary(Sample.bytes()).volumes();

    assertThat(volumes.stream().collect(Collectors.toMap(Volume::symbol, Volume::shares)))
        .isEqualTo(volume);
    assertThat(volumes).hasSizeGreaterThan(10);
  }

  @Test
  void theTopSymbolsComeByVolumeAndThenBySymbol() {
    assertThat(summary(Sample.bytes()).top(10))
        .containsExactly(
            new Volume("OIH", 5000),
            new Volume("SPY", 2000),
            new Volume("DRYS", 1209),
            new Volume("ZVZZT", 577),
            new Volume("AAPL", 495),
            new Volume("PTR", 400),
            new Volume("UYG", 400),
            new Volume("FXP", 320),
            new Volume("DIA", 229),
            new Volume("BAC", 210));
    assertThat(summary(Sample.bytes()).top(1000)).isEqualTo(summary(Sample.bytes()).volumes());
  }

  @Test
  void listsTheFirstRefusedLineOfEachReasonWithTheCount() {
    PitchSummary summary =
        summary(
            Sample.ascii("broken\n28800011XAK27GA0000DT00010x\n\n\n28800011XAK27GA0000DT0001xx"));

    assertThat(summary.refusals())
        .containsExactly(
            new RefusedLines(1, "too-short", "broken", 1),
            new RefusedLines(2, "bad-number at 21", "28800011XAK27GA0000DT00010x", 2),
            new RefusedLines(3, "empty", "", 2));
    assertThat(summary.lines()).isEqualTo(5);
    assertThat(summary.refusedLines()).isEqualTo(5);
    assertThat(summary.firstTime()).isEqualTo(OptionalInt.empty());
  }

  private static PitchSummary summary(byte[] file) {
    Books books = new Books(BookLimits.DEFAULT);
    PitchTally tally = new PitchTally();
    for (PitchBatch batch : Sample.batches(new ByteArrayInputStream(file), 1000)) {
      tally.add(batch);
      batch.lines().stream()
          .filter(PitchMessage.class::isInstance)
          .map(PitchMessage.class::cast)
          .forEach(books::apply);
    }
    return tally.summary(books);
  }
}
