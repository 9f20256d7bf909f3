package ratecast;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import ratecast.watch.Display;
import ratecast.watch.PlainDisplay;
import ratecast.watch.ScreenDisplay;
import ratecast.watch.Watching;

/**
 * {@code watch EURUSD USDJPY}: rates in the terminal as they come, until Ctrl-C. Exit code 1 where
 * the server does not want it, 2 where it has no such asset.
 */
@Command(
    name = "watch",
    description = "Shows the rates of a running Ratecast as they come, until Ctrl-C.",
    mixinStandardHelpOptions = true)
final class Watch implements Callable<Integer> {
  private final Map<String, String> env;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "ASSET", arity = "1..*", description = "names, as EURUSD")
  private List<String> names = List.of();

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "where it runs; ws://localhost and SERVER_PORT, or 8080, where not said")
  private String url = "";

  @Option(
      names = "--plain",
      description = "a line a point, as without a terminal; # before what is no point")
  private boolean plain;

  Watch(Map<String, String> env) {
    this.env = Map.copyOf(env);
  }

  /** Blocks until it is over. */
  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets it before the call");
    }
    URI server = server(spec);
    Optional<String> token = token(spec);
    boolean screen = !plain && isTerminal();
    Display display =
        screen ? new ScreenDisplay(terminal()) : new PlainDisplay(spec.commandLine().getOut());
    try (Watching watching = new Watching(server, token, names, display)) {
      Thread goodbye = new Thread(watching::close, "goodbye");
      Runtime.getRuntime().addShutdownHook(goodbye);
      int code = watching.start().get();
      Runtime.getRuntime().removeShutdownHook(goodbye);
      return code;
    } catch (InterruptedException e) {
      return 0;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private Optional<String> token(CommandSpec line) {
    Optional<String> given = Optional.ofNullable(env.get("READ_TOKEN")).filter(t -> !t.isBlank());
    if (given.isPresent() && Setting.READ_TOKEN.kind().reader().apply(given.get()).isEmpty()) {
      throw new ParameterException(
          line.commandLine(), "READ_TOKEN is not " + Setting.READ_TOKEN.kind().allowed() + ".");
    }
    return given;
  }

  private URI server(CommandSpec line) {
    String given =
        url.isBlank() ? "ws://localhost:" + env.getOrDefault("SERVER_PORT", "8080") + "/" : url;
    try {
      URI uri = URI.create(given);
      if (List.of("ws", "wss").contains(String.valueOf(uri.getScheme())) && uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException notAnAddress) {
      // answered below
    }
    throw new ParameterException(
        line.commandLine(), "--url is \"" + given + "\": it begins with ws:// or wss://.");
  }

  /** In UTF-8 whatever the locale says: the bars are no ASCII, and terminals read it. */
  private static PrintWriter terminal() {
    return new PrintWriter(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
  }

  /** From JDK 22 on there is a console without a terminal too, and it says so. */
  private static boolean isTerminal() {
    return Optional.<Object>ofNullable(System.console()).map(Watch::isTerminal).orElse(false);
  }

  private static boolean isTerminal(Object console) {
    try {
      return (boolean) console.getClass().getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException olderJdk) {
      return true;
    }
  }
}
