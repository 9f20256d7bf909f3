package ratecast.bench;

import java.util.List;
import java.util.Locale;

/** Markdown on standard output, so that a run can be pasted into docs/PERFORMANCE.md. */
@SuppressWarnings("SystemOut") // a command's output is what it is for
final class Report {
  private Report() {}

  static void line(String text) {
    System.out.println(text);
  }

  static void failure(String sentence) {
    System.err.println("bench: " + sentence);
  }

  static void title(String title, List<String> columns) {
    line("\n### " + title + "\n\n| " + String.join(" | ", columns) + " |");
    line("|" + " --- |".repeat(columns.size()));
  }

  /** Numbers get three digits or, if that is more, all before the point. */
  static void row(Object... cells) {
    StringBuilder row = new StringBuilder("|");
    for (Object cell : cells) {
      row.append(' ').append(cell instanceof Double number ? text(number) : cell).append(" |");
    }
    line(row.toString());
  }

  private static String text(double number) {
    int decimals = number >= 100 ? 0 : number >= 10 ? 1 : number >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%." + decimals + "f", number);
  }
}
