package ratecast;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code import}: what is imported is the next word. */
@Command(
    name = "import",
    description = "Loads a file into the store.",
    mixinStandardHelpOptions = true)
final class Import implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(
          spec.commandLine(), "What is to be imported? Try: import pitch, import quotes");
    }
  }
}
