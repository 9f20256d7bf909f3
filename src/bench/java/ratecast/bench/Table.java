package ratecast.bench;

import java.util.List;
import java.util.Locale;

/** Markdown on standard output, so that a run can be pasted into docs/PERFORMANCE.md. */
final class Table {
  private Table() {}

  static void title(String title, List<String> columns) {
    System.out.printf("%n### %s%n%n| %s |%n", title, String.join(" | ", columns));
    System.out.println("|" + " --- |".repeat(columns.size()));
  }

  /** Numbers get three digits or, if that is more, all before the point. */
  static void row(Object... cells) {
    StringBuilder row = new StringBuilder("|");
    for (Object cell : cells) {
      row.append(' ').append(cell instanceof Double number ? text(number) : cell).append(" |");
    }
    System.out.println(row);
  }

  private static String text(double number) {
    int decimals = number >= 100 ? 0 : number >= 10 ? 1 : number >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%." + decimals + "f", number);
  }
}
