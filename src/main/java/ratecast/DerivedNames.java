package ratecast;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import ratecast.market.Asset;
import ratecast.market.Derivations;
import ratecast.market.Formula;

/** The declarations of DERIVED_ASSETS: names, each with its formula. */
final class DerivedNames {
  static final String ALLOWED =
      "names with their formulas, as EURJPY = EURUSD * USDJPY, USDEUR = 1 / EURUSD: assets and"
          + " numbers with * or / between, spaces around each, at most "
          + Derivations.MOST;

  private DerivedNames() {}

  /**
   * Each declaration, with single spaces, and its formula; empty where one is none or a name comes
   * twice.
   */
  static Optional<Map<String, Formula>> parse(String text) {
    Map<String, Formula> declared = new LinkedHashMap<>();
    for (String item : List.of(text.split(",", -1))) {
      String[] sides = item.strip().split("\\s+=\\s+", -1);
      try {
        if (sides.length != 2 || !Asset.isName(sides[0])) {
          return Optional.empty();
        }
        Formula formula = Formula.parse(sides[1]);
        declared.put(sides[0] + " = " + formula.text(), formula);
      } catch (IllegalArgumentException noFormula) {
        return Optional.empty();
      }
    }
    return Optional.of(declared).filter(DerivedNames::isAllowed);
  }

  private static boolean isAllowed(Map<String, Formula> declared) {
    Set<String> names = Set.copyOf(declared.keySet().stream().map(DerivedNames::name).toList());
    return names.size() == declared.size() && names.size() <= Derivations.MOST;
  }

  /** The name that a declaration declares. */
  static String name(String declaration) {
    return declaration.substring(0, declaration.indexOf(' '));
  }

  /** The formula of a declaration. */
  static Formula formula(String declaration) {
    return Formula.parse(declaration.substring(declaration.indexOf(" = ") + 3));
  }
}
