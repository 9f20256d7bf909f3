package ratecast.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DerivationsTest {
  private static final Asset A = new Asset(1, "A");
  private static final Asset B = new Asset(2, "B");
  private static final Asset C = new Asset(3, "C");
  private static final Asset D = new Asset(4, "D");

  private final Derivations derivations = new Derivations();

  @Test
  void eachComesAfterThoseItNeedsInWhateverOrderTheyWereDeclared() {
    derivations.add(derived(D, "C * A", C, A));
    derivations.add(derived(C, "1 / B", B));
    derivations.add(derived(B, "2 * A", A));

    assertThat(derivations.all()).extracting(Derived::asset).containsExactly(B, C, D);
    assertThat(derivations.needing(B)).extracting(Derived::asset).containsExactly(C, D);
  }

  @Test
  void oneThatIsRemovedIsGoneAndTheOthersStay() {
    derivations.add(derived(B, "2 * A", A));
    derivations.add(derived(C, "1 / B", B));

    derivations.remove(B);

    assertThat(derivations.find(B.id())).isEmpty();
    assertThat(derivations.all()).extracting(Derived::asset).containsExactly(C);
  }

  @Test
  void aNameThatNeedsItselfIsACircleHoweverLong() {
    Map<String, List<String>> legs =
        Map.of("A", List.of("B"), "B", List.of("C", "X"), "C", List.of("A"), "Y", List.of("Y"));

    assertThat(List.of("A", "B", "C", "Y")).allMatch(name -> isCircle(name, legs));
    assertThat(isCircle("Z", Map.of("Z", List.of("A", "B"), "A", List.of("B")))).isFalse();
  }

  private static boolean isCircle(String name, Map<String, List<String>> legs) {
    return Derivations.isCircle(name, next -> legs.getOrDefault(next, List.of()));
  }

  private static Derived derived(Asset asset, String formula, Asset... legs) {
    return new Derived(asset, Formula.parse(formula), List.of(legs));
  }
}
