package ratecast.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonBytesTest {
  @Test
  void aStringIsEscapedOnlyWhereJsonDemandsIt() {
    assertThat(string("a/b'é€😀\u007f")).isEqualTo("\"a/b'é€😀\u007f\"");
    assertThat(string("\"\\")).isEqualTo("\"\\\"\\\\\"");
    assertThat(string("\u0000\b\t\n\u001f ")).isEqualTo("\"\\u0000\\u0008\\u0009\\u000a\\u001f \"");
  }

  @Test
  void anyStringReadsBackAsItWas() throws IOException {
    Random random = new Random(20_260_727);

    for (int i = 0; i < 5_000; i++) {
      String text =
          random
              .ints(random.nextInt(40), 0, 0x500)
              .map(c -> random.nextInt(50) == 0 ? 0x1F600 : random.nextBoolean() ? c % 0x80 : c)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();

      assertThat(JsonTree.read(new JsonBytes(0).string(text).toBytes())).isEqualTo(text);
    }
  }

  @Test
  void halfASurrogatePairBecomesAQuestionMarkAndNotBrokenUtf8() {
    assertThat(string("a\ud83db")).isEqualTo("\"a?b\"");
  }

  @Test
  void itGrowsFromNothingAndKeepsWhatItHad() {
    JsonBytes out = new JsonBytes(0);
    StringBuilder expected = new StringBuilder();

    for (int i = 0; i < 1_000; i++) {
      out.number(i).character(',').ascii("null").raw(new byte[] {'[', '1', ']'}, 1, 2);
      expected.append(i).append(",null1");
    }

    assertThat(out.length()).isEqualTo(expected.length());
    assertThat(new String(out.toBytes(), UTF_8)).isEqualTo(expected.toString());
    assertThat(new String(out.array(), 0, out.length(), UTF_8)).isEqualTo(expected.toString());
  }

  @Test
  void clearedItStartsAgain() {
    JsonBytes out = new JsonBytes(4).ascii("[1,2,3]").clear();

    assertThat(out.ascii("{}").toBytes()).isEqualTo("{}".getBytes(UTF_8));
  }

  private static String string(String text) {
    return new String(new JsonBytes(0).string(text).toBytes(), UTF_8);
  }
}
