package ratecast.watch;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.Collection;

/** A line a point, for pipes and files: time, name, value, change. What is no point has a #. */
public final class PlainDisplay implements Display {
  private final PrintWriter out;

  public PlainDisplay(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void point(RateLine line, Collection<RateLine> all) {
    String change = line.change().toPlainString();
    line(
        "%s %s %s %s"
            .formatted(
                Instant.ofEpochSecond(line.time().orElse(0L)),
                line.name(),
                line.value().toPlainString(),
                line.change().signum() < 0 ? change : "+" + change));
  }

  @Override
  public void connection(String sentence, Collection<RateLine> all) {
    line("# " + sentence);
  }

  @Override
  public void feed(String sentence, Collection<RateLine> all) {
    line("# " + sentence);
  }

  @Override
  public void close() {
    out.flush();
  }

  private void line(String text) {
    out.println(text);
    out.flush(); // whoever reads the pipe wants it now
  }
}
