package ratecast.pitch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SymbolsTest {
  private final Symbols symbols = new Symbols();

  @Test
  void pastItsBoundItStillReadsButRemembersNoMore() {
    for (int i = 0; i < Symbols.LIMIT; i++) {
      assertThat(find(i)).isEqualTo("%07d".formatted(i));
    }

    String first = find(Symbols.LIMIT);

    assertThat(first).isEqualTo("%07d".formatted(Symbols.LIMIT));
    assertThat(find(Symbols.LIMIT)).isEqualTo(first).isNotSameAs(first);
    assertThat(find(3)).isSameAs(find(3));
    assertThat(symbols.size()).isEqualTo(Symbols.LIMIT);
  }

  private String find(int number) {
    String text = symbols.find(Digits.read(Sample.ascii("%07d ".formatted(number)), 0));
    return text == null ? "" : text;
  }
}
