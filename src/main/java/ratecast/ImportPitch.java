package ratecast;

import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
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
import ratecast.pitch.PitchFile;
import ratecast.pitch.book.TradingDay;
import ratecast.pitch.imports.Claim;
import ratecast.pitch.imports.Claims;
import ratecast.pitch.imports.FileImport;
import ratecast.pitch.imports.FileName;
import ratecast.pitch.imports.Patience;
import ratecast.pitch.store.ImportState;
import ratecast.pitch.store.PitchImport;

/**
 * {@code import pitch FILE}: imports a PITCH file, with a bar, and ends. The file stays where it
 * is. Given again after an interruption it goes on. Exit code 1 where the file is refused.
 */
@Command(
    name = "pitch",
    description = "Imports a PITCH file, plain or gzip; it stays where it is.",
    mixinStandardHelpOptions = true)
final class ImportPitch implements Callable<Integer> {
  private static final int WHOLE = 100;

  private final Map<String, String> env;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "the file")
  private Path file = Path.of("");

  @Option(
      names = "--date",
      paramLabel = "YYYY-MM-DD",
      description = "its trading date; with one its mids become history")
  private @Nullable LocalDate date;

  ImportPitch(Map<String, String> env) {
    this.env = new HashMap<>(env);
    this.env.put("FEED", "none"); // the store is all that is needed
  }

  @Override
  public Integer call() throws IOException {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new ParameterException(line().commandLine(), "There is no file " + file + " to read.");
    }
    Claim over;
    try (ApplicationContext context = ProgramContext.ofImport(Settings.from(env)).start()) {
      PastNews news = context.getBean(PastNews.class);
      over = imported(context.getBean(Claims.class), context.getBean(FileImport.class), news);
    }
    PrintWriter out = line().commandLine().getOut();
    out.println(sentence(over));
    out.flush();
    return over.imported().state() == ImportState.DONE && over.refusal().isEmpty() ? 0 : 1;
  }

  private Claim imported(Claims claims, FileImport fileImport, PastNews news) throws IOException {
    Optional<TradingDay> day = Optional.ofNullable(date).map(TradingDay::new);
    Claim claim = claim(claims, day);
    if (!claim.imported().isOpen() || claim.refusal().isPresent()) {
      return claim;
    }
    PitchImport over = watched(claim.imported(), fileImport, news);
    return over.state() == ImportState.DONE && over.lacks(day) // begun without it
        ? imported(claims, fileImport, news)
        : new Claim(over, claim.isDue());
  }

  private Claim claim(Claims claims, Optional<TradingDay> day) throws IOException {
    String name = FileName.safe(String.valueOf(file.getFileName()));
    try (PitchFile whole = PitchFile.open(file)) {
      return claims.claim(name, whole.sha256(), file, day);
    }
  }

  private static PitchImport watched(PitchImport job, FileImport fileImport, PastNews news) {
    try (ProgressBar bar = ImportBar.of(job.name(), WHOLE)) {
      return fileImport.run(
          job,
          new Patience(),
          running -> {
            news.tellIfPossible(); // it may be broken off
            bar.stepTo(running.progress().percent());
            bar.setExtraMessage(
                running.summary().lines()
                    + " lines, "
                    + running.progress().linesPerSecond()
                    + " a second");
          });
    }
  }

  private static String sentence(Claim claim) {
    PitchImport over = claim.imported();
    return "Import %d of %s is %s: %d lines, %d refused, %d symbols%s"
        .formatted(
            over.id(),
            over.name(),
            over.state().word(),
            over.summary().lines(),
            over.summary().refusedLines(),
            over.summary().symbols(),
            claim.refusal().or(over::reason).map(reason -> ". " + reason).orElse(""));
  }

  private CommandSpec line() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets it before the call");
    }
    return spec;
  }
}
