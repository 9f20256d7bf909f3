package ratecast.pitch;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Base36Test {
  @Test
  void anyIdComesBackAsItWas() {
    Random random = new Random(1);
    for (int round = 0; round < 10_000; round++) {
      long id = (random.nextLong() >>> 1) % (Base36.MAX + 1);

      String text = Base36.format(id);

      assertThat(text).hasSize(12).matches("[0-9A-Z]{12}");
      assertThat(new BigInteger(text, 36).longValueExact()).isEqualTo(id);
      assertThat(Base36.parse(text)).hasValue(id);
      assertThat(Base36.decode(Sample.ascii(text), 0)).isEqualTo(id);
    }
  }

  @Test
  void theLargestIdFitsALong() {
    assertThat(Base36.parse("ZZZZZZZZZZZZ")).hasValue(Base36.MAX);
    assertThat(Base36.format(Base36.MAX)).isEqualTo("ZZZZZZZZZZZZ");
    assertThat(Base36.format(0)).isEqualTo("000000000000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "ZZZZZZZZZZZZZ", "zzzzzzzzzzzz", "-00000000001", "+00000000001"})
  void anythingElseIsNoId(String text) {
    assertThat(Base36.parse(text)).isEmpty();
  }
}
