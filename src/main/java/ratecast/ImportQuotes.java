package ratecast;

import io.micronaut.context.ApplicationContext;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import ratecast.feed.Recording;
import ratecast.market.Asset;

/**
 * {@code import quotes FILE}: makes a day of recorded quotes history of an asset, under its own
 * date, with a bar, and ends. Given again it finds everything there. Exit code 1 where the day
 * cannot be kept.
 */
@Command(
    name = "quotes",
    description = "Imports a day of recorded quotes, CSV or zip, as history of an asset.",
    mixinStandardHelpOptions = true)
final class ImportQuotes implements Callable<Integer> {
  private final Map<String, String> env;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      description = "millis since midnight, bid, ask; or the OHLC form")
  private Path quotes = Path.of("");

  @Option(names = "--asset", required = true, paramLabel = "NAME", description = "whose quotes")
  private String name = "";

  @Option(
      names = "--date",
      required = true,
      paramLabel = "YYYY-MM-DD",
      description = "the file's day")
  private LocalDate date = LocalDate.EPOCH;

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description = "whose midnight it counts from, as -05:00 or Europe/London; UTC where not said")
  private ZoneId zone = ZoneOffset.UTC;

  ImportQuotes(Map<String, String> env) {
    this.env = new HashMap<>(env);
    this.env.put("FEED", "none"); // as for PITCH files: nothing is streamed
  }

  @Override
  public Integer call() {
    Recording recording = recording();
    long midnight = date.atStartOfDay(zone).toEpochSecond();
    PrintWriter out = command().commandLine().getOut();
    try (ApplicationContext context = ProgramContext.ofImport(Settings.from(env)).start()) {
      QuoteImport job = context.getBean(QuoteImport.class);
      Optional<String> refusal = job.refusal(name, date, midnight);
      out.println(refusal.orElseGet(() -> imported(job, recording, midnight)));
      out.flush();
      return refusal.isEmpty() ? 0 : 1;
    }
  }

  private Recording recording() {
    if (!Asset.isName(name)) {
      throw wrong("An asset's name is 1 to 32 visible characters, not \"" + name + "\".");
    }
    if (!Files.isReadable(quotes) || Files.isDirectory(quotes)) {
      throw wrong("There is no file " + quotes + " with quotes.");
    }
    try {
      return Recording.read(quotes, name);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private String imported(QuoteImport job, Recording recording, long midnight) {
    String file = String.valueOf(quotes.getFileName());
    QuoteImport.Result result;
    try (ProgressBar bar = ImportBar.of(file, recording.endSecond() - recording.firstSecond())) {
      result =
          job.run(
              recording,
              midnight,
              second -> bar.stepTo((long) second - recording.firstSecond() + 1));
    }
    return result.sentence(name, file);
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(command().commandLine(), sentence);
  }

  private CommandSpec command() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets it before the call");
    }
    return spec;
  }
}
