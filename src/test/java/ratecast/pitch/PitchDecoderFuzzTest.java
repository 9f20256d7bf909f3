package ratecast.pitch;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import ratecast.pitch.NaiveFormat.Form;

/** The decoder against the slow reading of the same tables, on made-up and on broken lines. */
class PitchDecoderFuzzTest {
  private static final int ROUNDS = 20_000;

  private final PitchDecoder decoder = new PitchDecoder();

  @Test
  void readsEveryFieldOfRandomMessagesAsTheTablesSay() throws ReflectiveOperationException {
    Random random = new Random(42);

    for (int round = 0; round < ROUNDS; round++) {
      Form form = NaiveFormat.FORMS.get(random.nextInt(NaiveFormat.FORMS.size()));
      String line = NaiveFormat.line(form, random);

      Decoded decoded = decode(line);

      List<Object> expected = new ArrayList<>(NaiveFormat.read(form, line).values());
      expected.remove(1);
      assertThat(plain(decoded).subList(0, expected.size())).as(line).isEqualTo(expected);
    }
  }

  @Test
  void takesExactlyTheMutantsThatTheTablesAllow() {
    Random random = new Random(7);
    int messages = 0;

    for (int round = 0; round < 2 * ROUNDS; round++) {
      Form form = NaiveFormat.FORMS.get(random.nextInt(NaiveFormat.FORMS.size()));
      String line = NaiveFormat.line(form, random);
      for (int mutations = random.nextInt(3); mutations >= 0; mutations--) {
        line = mutate(line, random);
      }

      boolean message = decode(line) instanceof PitchMessage;

      if (message != NaiveFormat.isMessage(line)) {
        throw new AssertionError((message ? "taken: " : "refused: ") + line);
      }
      messages += message ? 1 : 0;
    }
    assertThat(messages).as("mutants that are messages still").isBetween(ROUNDS / 8, ROUNDS);
  }

  @Test
  void neverThrowsForWhateverBytes() {
    Random random = new Random(99);

    for (int round = 0; round < 2 * ROUNDS; round++) {
      byte[] bytes = new byte[random.nextInt(90)];
      random.nextBytes(bytes);

      Decoded decoded = decoder.decode(bytes, 0, bytes.length);

      if (decoded instanceof PitchMessage) {
        throw new AssertionError("noise taken for " + decoded);
      }
    }
  }

  private static String mutate(String line, Random random) {
    int at = random.nextInt(line.length() + 1);
    char odd = (char) (random.nextInt(10) == 0 ? random.nextInt(256) : 32 + random.nextInt(95));
    return switch (random.nextInt(5)) {
      case 0 -> line.substring(0, at) + odd + line.substring(at);
      case 1 -> line.substring(0, at) + line.substring(Math.min(at + 1, line.length()));
      default -> line.substring(0, at) + odd + line.substring(Math.min(at + 1, line.length()));
    };
  }

  private Decoded decode(String line) {
    byte[] bytes = Sample.ascii(line);
    return decoder.decode(bytes, 0, bytes.length);
  }

  /** The components of a record in the plain words of {@link NaiveFormat}. */
  private static List<Object> plain(Decoded decoded) throws ReflectiveOperationException {
    List<Object> plain = new ArrayList<>();
    for (RecordComponent component : decoded.getClass().getRecordComponents()) {
      plain.add(plain(component.getAccessor().invoke(decoded)));
    }
    return plain;
  }

  private static Object plain(Object value) {
    if (value instanceof Integer number) {
      return number.longValue();
    }
    if (value instanceof Letter letter) {
      return letter.letter();
    }
    if (value instanceof Price price) {
      BigDecimal decimal = price.toBigDecimal();
      return decimal.stripTrailingZeros();
    }
    return value instanceof Optional<?> optional ? optional.map(Object::toString) : value;
  }
}
