package ratecast.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Texts made from good ones by a few blind cuts, so that most are nearly right. */
class CommandDecoderFuzzTest {
  private static final int TEXTS = 20_000;
  private static final int LONGEST_ERROR = 2_000;

  private static final List<String> GOOD =
      List.of(
          "{\"action\":\"assets\",\"message\":{}}",
          "{\"action\":\"subscribe\",\"id\":7,\"message\":{\"assetId\":1}}",
          "{\"action\":\"subscribe\",\"id\":\"aé€😀\",\"message\":{\"assetIds\":[1,2,7],"
              + "\"since\":1455883484,\"everySeconds\":5,\"format\":\"columns\"}}",
          "{\"action\":\"subscribe\",\"message\":{\"assetIds\":\"all\",\"historySeconds\":0}}",
          "{\"action\":\"unsubscribe\",\"id\":-3,\"message\":{\"assetIds\":[2]}}",
          "{\"action\":\"subscribe\",\"message\":{\"channel\":\"status\"}}",
          "{\"action\":\"ping\",\"id\":\"\\u0000\\\"\",\"message\":{\"x\":[{},null,1.5e3]}}");

  private static final List<String> TOKENS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          "\"",
          ",",
          ":",
          "\\",
          "\\u",
          "null",
          "true",
          "-",
          "0",
          "1e999",
          "1.5",
          "99999999999999999999",
          "\"id\":",
          "\"message\":{}",
          "\"assetIds\":[",
          "[[[[[[[[[[[[[[[[",
          "\u0000",
          "\ufeff",
          "\ud83d\ude00",
          "//",
          " ");

  @Test
  void whateverComesInACommandOrARefusalComesOut() throws IOException {
    Random random = new Random(20_260_727);
    int commands = 0;
    int refusals = 0;

    for (int i = 0; i < TEXTS; i++) {
      byte[] text = mutated(random);
      try {
        assertThat(CommandDecoder.decode(text).id()).isNotNull();
        commands++;
      } catch (InvalidRequestException e) {
        byte[] reply = MessageEncoder.error(e.error());
        assertThat(reply).hasSizeLessThan(LONGEST_ERROR);
        JsonTree.read(reply);
        refusals++;
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("text " + i + ": " + new String(text, UTF_8), e);
      }
    }

    assertThat(commands).as("texts still good").isGreaterThan(TEXTS / 50);
    assertThat(refusals).as("texts refused").isGreaterThan(TEXTS / 2);
  }

  private static byte[] mutated(Random random) {
    byte[] text = one(random, GOOD).getBytes(UTF_8);
    for (int cuts = 1 + random.nextInt(4); cuts > 0; cuts--) {
      text = cut(text, random);
    }
    return text;
  }

  /** The text with a stretch of it replaced: by nothing, a byte, a token or a piece of another. */
  private static byte[] cut(byte[] text, Random random) {
    int from = random.nextInt(text.length + 1);
    int to = Math.min(text.length, from + random.nextInt(random.nextInt(10) == 0 ? 40 : 3));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(text, 0, from);
    out.writeBytes(piece(random));
    out.write(text, to, text.length - to);
    return out.toByteArray();
  }

  private static byte[] piece(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> new byte[0];
      case 1 -> new byte[] {(byte) random.nextInt(256)};
      case 2 -> one(random, TOKENS).getBytes(UTF_8);
      default -> {
        byte[] other = one(random, GOOD).getBytes(UTF_8);
        int from = random.nextInt(other.length);
        yield Arrays.copyOfRange(other, from, from + random.nextInt(other.length - from + 1));
      }
    };
  }

  private static String one(Random random, List<String> list) {
    return list.get(random.nextInt(list.size()));
  }
}
