package ratecast.intake;

/**
 * One row that was turned away, and why.
 *
 * @param reason a short constant in lower case with dashes ("crossed", "not-a-number"), fit to be
 *     counted and to be a metric's label; never holds anything of the row itself
 * @param row the row as it came, shortened to {@value #MAX_ROW} characters
 */
public record Rejection(String reason, String row) {
  private static final int MAX_ROW = 200;

  public Rejection {
    row = row.length() <= MAX_ROW ? row : row.substring(0, MAX_ROW);
  }
}
