package ratecast;

import java.io.PrintWriter;
import java.security.Security;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/**
 * The command line: {@code serve} where nothing else is said. A further command is a class beside
 * {@link Serve} and one {@code addSubcommand}.
 *
 * <p>Exit codes: 0 stopped or done, 1 could not start, 2 wrong settings or arguments.
 */
@Command(
    name = "ratecast",
    description = "Streams exchange rates over WebSocket and keeps them in MongoDB.",
    mixinStandardHelpOptions = true,
    usageHelpWidth = SettingTable.WIDTH,
    footerHeading = "%nSettings, read from the environment:%n",
    versionProvider = Application.Versions.class)
public final class Application implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(Application.class);

  private final Serve serve;

  private Application(Serve serve) {
    this.serve = serve;
  }

  public static void main(String[] args) {
    // The JDK remembers a failed look-up for 10 s: a feed must be back within 5 s of its source.
    Security.setProperty("networkaddress.cache.negative.ttl", "1");
    // Micronaut reads its beans' definitions side by side where this pool has two threads: with two
    // cores it has one, and the start takes a twelfth longer.
    System.getProperties()
        .putIfAbsent(
            "java.util.concurrent.ForkJoinPool.common.parallelism",
            String.valueOf(Math.max(2, Runtime.getRuntime().availableProcessors() - 1)));
    Map<String, String> env = System.getenv();
    System.exit(args.length == 0 ? serve(env) : commandLine(env).execute(args));
  }

  /** As without a command, but for the parser: to read its annotations is a tenth of a start. */
  private static int serve(Map<String, String> env) {
    try {
      return new Serve(env).call();
    } catch (RuntimeException e) {
      return report(e, commandLine(env).getErr());
    }
  }

  /** The whole command line over the given environment, for {@link #main} and the tests. */
  static CommandLine commandLine(Map<String, String> env) {
    Serve serve = new Serve(env);
    CommandLine commands =
        new CommandLine(new Application(serve))
            .addSubcommand(serve)
            .addSubcommand(new Watch(env))
            .addSubcommand(
                new CommandLine(new Import())
                    .addSubcommand(new ImportPitch(env))
                    .addSubcommand(new ImportQuotes(env)));
    commands.getCommandSpec().usageMessage().footer(SettingTable.text().split("\\R"));
    return commands.setExecutionExceptionHandler(
        (failure, command, parsed) -> report(failure, command.getErr()));
  }

  /** No command given. Blocks as {@code serve} does. */
  @Override
  public Integer call() {
    return serve.call();
  }

  private static int report(Exception failure, PrintWriter err) {
    StartFailure known = StartFailure.of(failure);
    if (known.isBug()) {
      LOG.error("This should not happen", failure);
    }
    err.println(known.sentence());
    err.flush();
    return known.exitCode();
  }

  /** What {@code --version} prints. */
  static final class Versions implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"Ratecast " + Version.current()};
    }
  }
}
