package ratecast.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a terminal is sent, with the escape character written as ^, and its line ends as |. */
final class ScreenDisplayTest {
  private final StringWriter sent = new StringWriter();
  private final ScreenDisplay display = new ScreenDisplay(new PrintWriter(sent));
  private final RateLine eurusd = new RateLine("EURUSD");
  private final List<RateLine> all = List.of(eurusd, new RateLine("XAU"));

  @Test
  void theLinesArePaintedOverWithWhatIsNewAndTheTerminalIsLeftAsItWas() {
    display.connection("connected", all);
    display.feed("feed walk is live", all);
    assertThat(news())
        .isEqualTo(
            "^[?25l^[?7l\r^[2K^[90mconnected^[0m|"
                + "\r^[2KEURUSD^[90m  no point yet^[0m|"
                + "\r^[2KXAU   ^[90m  no point yet^[0m|"
                + "^[3A\r^[2K^[90mconnected · feed walk is live^[0m|"
                + "\r^[2KEURUSD^[90m  no point yet^[0m|"
                + "\r^[2KXAU   ^[90m  no point yet^[0m|");

    assertThat(line(1, "1.1")).contains("EURUSD           1.1  ^[90m= 0        ^[0m  ▁ ");
    assertThat(line(2, "1.2")).contains("1.2  ^[32m▲ 0.1      ^[0m  ▁█ ");
    assertThat(line(3, "1.0")).contains("1.0  ^[31m▼ 0.2      ^[0m  ▅█▁ ", "^[90m00:00:03^[0m|");

    display.close();
    assertThat(news()).isEqualTo("^[?25h^[?7h");
  }

  private String line(long time, String value) {
    eurusd.take(time, new BigDecimal(value));
    display.point(eurusd, all);
    return news();
  }

  private String news() {
    String text = sent.toString().replace('\u001b', '^').replace('\n', '|');
    sent.getBuffer().setLength(0);
    return text;
  }
}
