package ratecast;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import ratecast.market.Asset;

/**
 * The names of ASSET_LIST, as a JSON array or with commas between. A name holds neither comma,
 * quote nor backslash, so that both forms are read without a JSON parser.
 */
final class AssetNames {
  private static final int MOST = 1000;

  static final String ALLOWED =
      "at most "
          + MOST
          + " different names, as [\"EURUSD\",\"USDJPY\"] or EURUSD,USDJPY; a name is 1 to 32"
          + " visible ASCII characters without comma, quote and backslash";

  private AssetNames() {}

  /** Empty where a name is not allowed, comes twice, or is one too many. */
  static Optional<List<String>> parse(String text) {
    boolean json = text.startsWith("[") && text.endsWith("]") && text.length() > 1;
    String inner = json ? text.substring(1, text.length() - 1).strip() : text;
    if (inner.isEmpty()) {
      return Optional.of(List.of());
    }
    List<String> items = Arrays.stream(inner.split(",", -1)).map(String::strip).toList();
    if (json && !items.stream().allMatch(AssetNames::isQuoted)) {
      return Optional.empty();
    }
    List<String> names =
        json ? items.stream().map(item -> item.substring(1, item.length() - 1)).toList() : items;
    boolean allowed =
        names.size() <= MOST
            && names.stream().allMatch(Asset::isName)
            && Set.copyOf(names).size() == names.size();
    return allowed ? Optional.of(names) : Optional.empty();
  }

  private static boolean isQuoted(String item) {
    return item.length() > 1 && item.startsWith("\"") && item.endsWith("\"");
  }
}
