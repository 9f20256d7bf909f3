package ratecast.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ratecast.intake.Intake;
import ratecast.intake.Rejection;

class TickerJsonTest {
  private static final long T = 1_455_883_484;

  @Test
  void whatIsWrittenIsReadAsTheSame() {
    Ticker ticker = new Ticker("EURUSD", T, 1.110481);

    byte[] json = TickerJson.encode(ticker);

    assertThat(new String(json, UTF_8))
        .isEqualTo("{\"name\":\"EURUSD\",\"value\":1.110481,\"time\":1455883484}");
    assertThat(TickerJson.decode(json).taken()).containsExactly(ticker);
  }

  @Test
  void anArrayIsReadRowByRowAndTimeIsFloored() {
    Intake<Ticker> rows =
        decode(
            "[{\"name\":\"a\",\"value\":1,\"time\":1455883484.9,\"more\":{\"x\":[1]}},7,"
                + "{\"name\":\"b\",\"value\":\"2\",\"time\":1},{\"time\":2,\"value\":-0.5,\"name\":\"c\"}]");

    assertThat(rows.taken()).containsExactly(new Ticker("a", T, 1), new Ticker("c", 2, -0.5));
    assertThat(reasons(rows)).containsExactly("not-a-record", "bad-value");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | empty",
        "hello | not-json",
        "{} | bad-name",
        "[] x | not-json",
        "[{\"name\":\"a\",\"value\":1,\"time\":1} | not-json",
        "{\"name\":\"a\",\"value\":1,\"time\":1}{} | not-json",
        "{\"name\":\"two words\",\"value\":1,\"time\":1} | bad-name",
        "{\"name\":7,\"value\":1,\"time\":1} | bad-name",
        "{\"name\":\"a\",\"value\":1e999,\"time\":1} | bad-value",
        "{\"name\":\"a\",\"value\":null,\"time\":1} | bad-value",
        "{\"name\":\"a\",\"value\":NaN,\"time\":1} | not-json",
        "{\"name\":\"a\",\"value\":1} | bad-time",
        "{\"name\":\"a\",\"value\":1,\"time\":-1} | bad-time",
        "{\"name\":\"a\",\"value\":1,\"time\":1455883484000} | bad-time",
        "{\"name\":\"a\",\"value\":1,\"time\":\"1\"} | bad-time",
        "[[1]] | not-a-record",
        "[[[[[[[[[1]]]]]]]]] | not-json",
        "7 | not-a-record",
      })
  void whatIsNoPointIsTurnedAwayWithAReason(String json, String reason) {
    Intake<Ticker> rows = decode(json);

    assertThat(rows.taken()).isEmpty();
    assertThat(reasons(rows)).containsExactly(reason);
  }

  @Test
  void noValueAtAllIsTurnedAway() {
    assertThat(reasons(TickerJson.decode(null))).containsExactly("empty");
  }

  @Test
  void aPointOfAFarFutureWouldEndItsTapeAndIsTurnedAway() {
    String row = "{\"name\":\"a\",\"value\":1,\"time\":%d}";
    String json = "[" + row.formatted(T + 60) + "," + row.formatted(T + 61) + "]";

    Intake<Ticker> rows = TickerRecord.read(record(json, T * 1000 + 999));

    assertThat(rows.taken()).containsExactly(new Ticker("a", T + 60, 1));
    assertThat(reasons(rows)).containsExactly("in-the-future");
  }

  @Test
  void whateverTheBytesRowsAndReasonsComeOut() {
    Random random = new Random(20_160_219);
    String alphabet = "{}[]\":,nametivlu0159.-eE \\u\u00e9";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder("[{\"name\":\"a\",\"value\":1,\"time\":1}]");
      for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
        text.setCharAt(
            random.nextInt(text.length()), alphabet.charAt(random.nextInt(alphabet.length())));
      }
      Intake<Ticker> rows = decode(text.toString());
      assertThat(rows.taken().size() + rows.rejections().size()).isLessThanOrEqualTo(5);
    }
  }

  private static ConsumerRecord<byte[], byte[]> record(String json, long millis) {
    byte[] value = json.getBytes(UTF_8);
    return new ConsumerRecord<>(
        "tickers",
        0,
        0,
        millis,
        TimestampType.LOG_APPEND_TIME,
        0,
        value.length,
        new byte[0],
        value,
        new RecordHeaders(),
        java.util.Optional.empty());
  }

  private static Intake<Ticker> decode(String json) {
    return TickerJson.decode(json.getBytes(UTF_8));
  }

  private static List<String> reasons(Intake<Ticker> rows) {
    return rows.rejections().stream().map(Rejection::reason).toList();
  }
}
