package ratecast.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusedTextsTest {
  @ParameterizedTest
  @MethodSource("table")
  void everyMistakeIsToldAsTheTableSays(String request, String reply) {
    assertThat(reply(request.getBytes(UTF_8))).isEqualTo(reply);
  }

  static List<Arguments> table() throws IOException {
    List<String> lines =
        Files.readAllLines(Path.of("src/test/resources/ratecast/wire/refused.txt")).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .toList();
    List<Arguments> pairs = new ArrayList<>();
    for (int i = 0; i < lines.size(); i += 2) {
      assertThat(lines.get(i)).startsWith("-> ");
      assertThat(lines.get(i + 1)).startsWith("<- ");
      pairs.add(Arguments.of(lines.get(i).substring(3), lines.get(i + 1).substring(3)));
    }
    return pairs;
  }

  @Test
  void anEmptyTextIsNotJson() {
    assertThat(error(new byte[0]).code()).isEqualTo(ErrorCode.INVALID_JSON);
    assertThat(error("  \n".getBytes(UTF_8)).code()).isEqualTo(ErrorCode.INVALID_JSON);
  }

  @Test
  void bytesThatAreNotUtf8AreNotJson() {
    String lone = "{\"action\":\"\u00ff\",\"message\":{}}";
    String cutOff = "{\"action\":\"\u00e2\u0082\",\"message\":{}}";

    assertThat(error(lone.getBytes(ISO_8859_1)).code()).isEqualTo(ErrorCode.INVALID_JSON);
    assertThat(error(cutOff.getBytes(ISO_8859_1)).code()).isEqualTo(ErrorCode.INVALID_JSON);
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 1_000, 30_000})
  void nestingDeeperThanTheProtocolNeedsIsRefusedAndDoesNotOverflow(int depth) {
    String lists =
        "{\"action\":\"ping\",\"message\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
    String objects = "{\"message\":".repeat(depth) + "1" + "}".repeat(depth);

    assertThat(error(lists.getBytes(UTF_8)).code()).isEqualTo(ErrorCode.INVALID_JSON);
    assertThat(error(objects.getBytes(UTF_8)).code()).isEqualTo(ErrorCode.INVALID_JSON);
  }

  @Test
  void aNumberOfAThousandDigitsIsRefused() {
    String text = "{\"action\":\"ping\",\"message\":{\"n\":" + "9".repeat(1_000) + "}}";

    assertThat(error(text.getBytes(UTF_8)).code()).isEqualTo(ErrorCode.INVALID_JSON);
  }

  @Test
  void anIdOf65CharactersIsRefusedAndNotRepeated() {
    String id = "x".repeat(65);

    RequestError error = error(("{\"id\":\"" + id + "\",\"action\":\"ping\"}").getBytes(UTF_8));

    assertThat(error.field()).isEqualTo("id");
    assertThat(error.id().isPresent()).isFalse();
  }

  @Test
  void aVeryLongActionComesBackShortened() {
    String action = "a".repeat(60_000);

    RequestError unknown =
        error(("{\"action\":\"" + action + "\",\"message\":{}}").getBytes(UTF_8));
    RequestError noMessage = error(("{\"action\":\"" + action + "\"}").getBytes(UTF_8));

    assertThat(unknown.code()).isEqualTo(ErrorCode.UNKNOWN_ACTION);
    assertThat(unknown.action()).isEqualTo("a".repeat(64) + "...");
    assertThat(MessageEncoder.error(unknown)).hasSizeLessThan(500);
    assertThat(noMessage.action()).isEqualTo(unknown.action());
  }

  @Test
  void aRefusalCostsNoStackTrace() {
    InvalidRequestException refusal = refusal("x".getBytes(UTF_8));

    assertThat(refusal.getStackTrace()).isEmpty();
    assertThat(refusal).hasMessage(refusal.error().text());
  }

  private static String reply(byte[] request) {
    return new String(MessageEncoder.error(error(request)), UTF_8);
  }

  private static RequestError error(byte[] request) {
    return refusal(request).error();
  }

  private static InvalidRequestException refusal(byte[] request) {
    return catchThrowableOfType(
        InvalidRequestException.class, () -> CommandDecoder.decode(request));
  }
}
