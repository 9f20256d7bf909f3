package ratecast;

import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.inject.Singleton;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says, once the port is open, where the program is to be found. */
@Singleton
final class StartLine {
  private static final Logger LOG = LoggerFactory.getLogger(StartLine.class);

  @EventListener
  void say(ServerStartupEvent event) {
    long millis = ManagementFactory.getRuntimeMXBean().getUptime();
    String address = "localhost:" + event.getSource().getPort();
    String tls = event.getSource().getScheme().equals("https") ? "s" : "";
    LOG.info(
        "Ratecast {} on http{}://{}/ and ws{}://{}/ after {} s",
        Version.current(),
        tls,
        address,
        tls,
        address,
        String.format(Locale.ROOT, "%.1f", millis / 1000.0));
  }
}
