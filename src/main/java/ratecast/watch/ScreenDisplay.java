package ratecast.watch;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;

/**
 * Lines that stay where they are, painted over with what is new: value, change in colour, bars,
 * time (UTC); above them the connection and the feed. Speaks ECMA-48, as every terminal does.
 */
public final class ScreenDisplay implements Display {
  private static final String ESCAPE = "\u001b[";

  /** No cursor, and what is too long for the terminal is cut and not wrapped. */
  private static final String BEGIN = ESCAPE + "?25l" + ESCAPE + "?7l";

  private static final String END = ESCAPE + "?25h" + ESCAPE + "?7h";
  private static final String CLEAR_LINE = "\r" + ESCAPE + "2K";
  private static final String PLAIN = ESCAPE + "0m";
  private static final String RED = ESCAPE + "31m";
  private static final String GREEN = ESCAPE + "32m";
  private static final String GREY = ESCAPE + "90m";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final PrintWriter out;
  private String connection = "";
  private String feed = "";
  private int painted;

  public ScreenDisplay(PrintWriter out) {
    this.out = out;
    out.print(BEGIN);
  }

  @Override
  public void point(RateLine line, Collection<RateLine> all) {
    paint(all);
  }

  @Override
  public void connection(String sentence, Collection<RateLine> all) {
    connection = sentence;
    paint(all);
  }

  @Override
  public void feed(String sentence, Collection<RateLine> all) {
    feed = sentence;
    paint(all);
  }

  @Override
  public void close() {
    out.print(END);
    out.flush();
  }

  private void paint(Collection<RateLine> all) {
    if (painted > 0) {
      out.print(ESCAPE + painted + "A");
    }
    String head = feed.isEmpty() ? connection : connection + " · " + feed;
    out.print(CLEAR_LINE + GREY + head + PLAIN + "\n");
    int width = all.stream().mapToInt(line -> line.name().length()).max().orElse(0);
    all.forEach(line -> out.print(CLEAR_LINE + text(line, width) + "\n"));
    painted = 1 + all.size();
    out.flush();
  }

  private static String text(RateLine line, int width) {
    String name = line.name() + " ".repeat(width - line.name().length());
    if (line.time().isEmpty()) {
      return name + GREY + "  no point yet" + PLAIN;
    }
    int sign = line.change().signum();
    String colour = sign > 0 ? GREEN : sign < 0 ? RED : GREY;
    String arrow = sign > 0 ? "▲" : sign < 0 ? "▼" : "=";
    return "%s %13s  %s%s %-9s%s  %-30s  %s%s%s"
        .formatted(
            name,
            line.value().toPlainString(),
            colour,
            arrow,
            line.change().abs().toPlainString(),
            PLAIN,
            line.sparkline(),
            GREY,
            TIME.format(Instant.ofEpochSecond(line.time().get())),
            PLAIN);
  }
}
