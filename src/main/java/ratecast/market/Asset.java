package ratecast.market;

/**
 * Something whose value is streamed: a currency pair, a ticker, a share.
 *
 * @param id positive; given once, stored, never reused
 * @param name 1 to 32 visible ASCII characters without comma, quote and backslash, so that it
 *     stands unescaped in JSON, CSV and a comma-separated setting
 */
public record Asset(int id, String name) {
  private static final int MAX_NAME = 32;

  public Asset {
    if (id <= 0) {
      throw new IllegalArgumentException("asset id " + id + " is not positive");
    }
    if (!isName(name)) {
      throw new IllegalArgumentException("not an asset name: \"" + name + "\"");
    }
  }

  public static boolean isName(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_NAME
        && text.chars().allMatch(c -> c > ' ' && c <= '~' && c != ',' && c != '"' && c != '\\');
  }
}
