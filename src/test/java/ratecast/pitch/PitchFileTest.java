package ratecast.pitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PitchFileTest {
  private static final String CANCEL = "28800011XAK27GA0000DT000100";

  static Stream<Arguments> shapesOfTheSample() {
    byte[] sample = Sample.bytes();
    String text = Sample.text();
    byte[] half = Arrays.copyOf(sample, 300_000);
    byte[] otherHalf = Arrays.copyOfRange(sample, 300_000, sample.length);
    return Stream.of(
        Arguments.of("as it is", sample),
        Arguments.of("CRLF", Sample.ascii(text.replace("\n", "\r\n"))),
        Arguments.of("no last newline", Arrays.copyOf(sample, sample.length - 1)),
        Arguments.of("no S", Sample.ascii(text.substring(1).replace("\nS", "\n"))),
        Arguments.of("gzip", Sample.gzip(sample)),
        Arguments.of("gzip of two members", join(Sample.gzip(half), Sample.gzip(otherHalf))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("shapesOfTheSample")
  void decodesTheSampleInWhateverShapeItComes(String shape, byte[] file) {
    List<Decoded> lines = Sample.decode(file);

    assertThat(lines).hasSize(20_000).allMatch(PitchMessage.class::isInstance);
    Map<Character, Long> counts =
        lines.stream()
            .map(PitchMessage.class::cast)
            .collect(Collectors.groupingBy(m -> m.type().letter(), Collectors.counting()));
    assertThat(counts).isEqualTo(Map.of('A', 10_361L, 'X', 9_592L, 'P', 27L, 'E', 20L));
    assertThat(lines).isEqualTo(Sample.decode(Sample.bytes()));
  }

  @Test
  void theSampleNamesIts288SymbolsAndReusesOrderIds() {
    List<AddOrder> adds = messages(AddOrder.class);
    List<Trade> trades = messages(Trade.class);

    assertThat(
            Stream.concat(adds.stream().map(AddOrder::symbol), trades.stream().map(Trade::symbol))
                .distinct())
        .hasSize(288)
        .contains("ZVZZT", "SPY");
    assertThat(adds.size() - adds.stream().map(AddOrder::orderId).distinct().count())
        .as("adds with the id of an earlier one")
        .isEqualTo(2_810);
  }

  @Test
  void theTimesOfTheSampleGoBackButTheirEndsAreKnown() {
    List<Integer> times = messages(PitchMessage.class).stream().map(PitchMessage::time).toList();

    int back = 0;
    for (int i = 1; i < times.size(); i++) {
      back += times.get(i) < times.get(i - 1) ? 1 : 0;
    }

    assertThat(times.get(0)).isEqualTo(28_800_011);
    assertThat(times.get(times.size() - 1)).isEqualTo(28_963_734);
    assertThat(back).isEqualTo(691);
  }

  @Test
  void numbersItsLinesAcrossBatches() {
    List<PitchBatch> batches = Sample.batches(new ByteArrayInputStream(Sample.bytes()), 1500);

    assertThat(batches).hasSize(14);
    assertThat(batches.get(0).firstLine()).isEqualTo(1);
    assertThat(batches.get(13).firstLine()).isEqualTo(19_501);
    assertThat(batches.get(13).lines()).hasSize(500);
    assertThat(batches.get(13).lineOf(499)).isEqualTo(20_000);
    assertThat(batches.get(13).nextLine()).isEqualTo(20_001);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 1000, 1001, 19_999, 20_000, 20_001, 30_000})
  void goesOnFromALineWithoutDoublingOrLosingOne(long line) throws IOException {
    List<Decoded> all = Sample.decode(Sample.bytes());

    try (PitchFile file = PitchFile.of(new ByteArrayInputStream(Sample.gzip(Sample.bytes())))) {
      file.skipTo(line);
      List<Decoded> rest = new ArrayList<>();
      file.next()
          .ifPresent(
              batch -> {
                assertThat(batch.firstLine()).isEqualTo(line);
                rest.addAll(batch.lines());
              });

      int from = (int) Math.min(line - 1, all.size());
      assertThat(rest).isEqualTo(all.subList(from, Math.min(from + 1000, all.size())));
    }
  }

  @Test
  void listsEachBadLineWithItsNumberAndReasonAndTakesTheOthers() {
    String million = "x".repeat(1_000_000);
    String file =
        String.join(
            "\n",
            CANCEL,
            "",
            CANCEL.substring(0, 20),
            CANCEL + "0",
            CANCEL.replace('X', 'x'),
            CANCEL.replace("000100", "0001oo"),
            CANCEL.replace("AK27", "ak27"),
            CANCEL.replace("AK27", "\u00c5K27"),
            million,
            "H",
            "S",
            "\r",
            "S" + CANCEL + "\r");

    List<Decoded> lines = Sample.decode(Sample.ascii(file));

    assertThat(lines.stream().map(PitchFileTest::label))
        .containsExactly(
            "X",
            "empty",
            "too-short",
            "too-long",
            "unknown-type",
            "bad-number at 21",
            "bad-base36 at 9",
            "non-ascii",
            "too-long",
            "control-packet",
            "empty",
            "empty",
            "X");
  }

  @Test
  void aLineOfAnyLengthIsReadOverInBoundedMemory() {
    long length = 300L * 1024 * 1024;
    InputStream in =
        new SequenceInputStream(
            new Endless(length), new ByteArrayInputStream(Sample.ascii("\n" + CANCEL)));

    List<PitchBatch> batches = Sample.batches(in, 10);

    assertThat(batches).hasSize(1);
    assertThat(batches.get(0).lines().stream().map(PitchFileTest::label))
        .containsExactly("too-long", "X");
  }

  @Test
  void linesOfEveryLengthAroundTheBufferKeepTheirEnds() {
    Random random = new Random(5);
    StringBuilder text = new StringBuilder();
    List<String> expected = new ArrayList<>();
    while (text.length() < 8 * FileLines.BUFFER) {
      int kind = random.nextInt(200);
      int length =
          kind == 0 ? FileLines.BUFFER + random.nextInt(1000) : random.nextInt(kind < 4 ? 600 : 60);
      boolean cancel = kind % 2 == 1;
      text.append(cancel ? CANCEL : "x".repeat(length)).append(kind % 3 == 0 ? "\r\n" : "\n");
      expected.add(cancel ? "X" : "x".repeat(Math.min(length, 200)));
    }

    List<Decoded> lines = new ArrayList<>();
    Sample.batches(new Dripping(Sample.ascii(text.toString()), random), 100)
        .forEach(batch -> lines.addAll(batch.lines()));

    assertThat(lines.stream().map(line -> line instanceof Refusal r ? r.text() : label(line)))
        .containsExactlyElementsOf(expected);
  }

  @Test
  void theChecksumIsOfTheContentUpToTheEndOfTheLineHoweverItIsRead() throws IOException {
    Random random = new Random(6);
    StringBuilder text = new StringBuilder();
    while (text.length() < 4 * FileLines.BUFFER) {
      int length = random.nextInt(300) == 0 ? FileLines.BUFFER + 7 : random.nextInt(600);
      text.append("x".repeat(length)).append(random.nextBoolean() ? "\r\n" : "\n");
    }
    byte[] bytes = Sample.ascii(text.append("without an end").toString());

    try (PitchFile file = PitchFile.of(new Dripping(bytes, random), 7);
        PitchFile skipped = PitchFile.of(new ByteArrayInputStream(Sample.gzip(bytes)))) {
      int end = 0;
      for (Optional<PitchBatch> batch = file.next(); batch.isPresent(); batch = file.next()) {
        for (int i = 0; i < batch.get().lines().size(); i++) {
          int lineFeed = text.indexOf("\n", end);
          end = lineFeed < 0 ? bytes.length : lineFeed + 1;
        }
        CRC32C expected = new CRC32C();
        expected.update(bytes, 0, end);
        skipped.skipTo(batch.get().nextLine());

        assertThat(file.crc()).isEqualTo(expected.getValue());
        assertThat(skipped.crc()).isEqualTo(expected.getValue());
      }
      assertThat(end).isEqualTo(bytes.length);
    }
  }

  @Test
  void hashesTheBytesOfTheFileAsTheyLieInIt(@TempDir Path folder) throws Exception {
    byte[] gzip = Sample.gzip(Sample.bytes());
    Path path = Files.write(folder.resolve("sample.dat"), gzip);

    try (PitchFile whole = PitchFile.of(new ByteArrayInputStream(Sample.bytes()));
        PitchFile unread = PitchFile.open(path)) {
      while (whole.next().isPresent()) {}

      assertThat(whole.sha256()).isEqualTo(Sample.SHA_256).isEqualTo(whole.sha256());
      assertThat(whole.bytesRead()).isEqualTo(767_521);
      assertThat(unread.sha256())
          .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(gzip)));
      assertThat(unread.bytesRead()).isEqualTo(gzip.length);
    }
  }

  @Test
  void aFileWithoutALineHasNoBatch() {
    assertThat(Sample.batches(new ByteArrayInputStream(new byte[0]), 10)).isEmpty();
    assertThat(Sample.batches(new ByteArrayInputStream(Sample.gzip(new byte[0])), 10)).isEmpty();
    assertThat(Sample.batches(new ByteArrayInputStream(new byte[] {0x1F}), 10)).hasSize(1);
  }

  @Test
  void aGzipCutShortIsAFailureOfTheFileAndNotItsEnd() throws IOException {
    byte[] gzip = Sample.gzip(Sample.bytes());
    InputStream cut = new ByteArrayInputStream(gzip, 0, gzip.length / 2);

    try (PitchFile file = PitchFile.of(cut)) {
      assertThat(file.next()).isPresent();
      assertThatThrownBy(
              () -> {
                while (file.next().isPresent()) {}
              })
          .isInstanceOf(EOFException.class);
    }
  }

  private static <M> List<M> messages(Class<M> type) {
    return Sample.decode(Sample.bytes()).stream().filter(type::isInstance).map(type::cast).toList();
  }

  private static String label(Decoded line) {
    return line instanceof Refusal refusal
        ? refusal.label()
        : String.valueOf(((PitchMessage) line).type().letter());
  }

  private static byte[] join(byte[] first, byte[] second) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.writeBytes(first);
    joined.writeBytes(second);
    return joined.toByteArray();
  }

  /** So many times the letter x. */
  private static final class Endless extends InputStream {
    private long left;

    Endless(long length) {
      this.left = length;
    }

    @Override
    public int read() {
      return left-- > 0 ? 'x' : -1;
    }

    @Override
    public int read(byte[] bytes, int from, int length) {
      if (left <= 0) {
        return -1;
      }
      int count = (int) Math.min(left, length);
      Arrays.fill(bytes, from, from + count, (byte) 'x');
      left -= count;
      return count;
    }
  }

  /** Gives its bytes in pieces of any size, as a network does. */
  private static final class Dripping extends ByteArrayInputStream {
    private final Random random;

    Dripping(byte[] bytes, Random random) {
      super(bytes);
      this.random = random;
    }

    @Override
    public synchronized int read(byte[] bytes, int from, int length) {
      return super.read(bytes, from, Math.min(length, 1 + random.nextInt(100_000)));
    }
  }
}
