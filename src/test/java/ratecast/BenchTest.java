package ratecast;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The build of everyone leaves the benches out: they would break unseen. */
class BenchTest {
  @TempDir private Path classes;

  @Test
  void whatMeasuresFitsWhatIsMeasured() throws IOException {
    JavaCompiler compiler = requireNonNull(ToolProvider.getSystemJavaCompiler());
    DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(said, null, null);
        Stream<Path> sources = Files.walk(Path.of("src/bench/java"))) {
      List<Path> java = sources.filter(path -> path.toString().endsWith(".java")).toList();
      List<String> options =
          List.of(
              "-proc:none", "-cp", System.getProperty("java.class.path"), "-d", classes.toString());

      compiler
          .getTask(null, files, said, options, null, files.getJavaFileObjectsFromPaths(java))
          .call();
    }

    assertThat(said.getDiagnostics())
        .filteredOn(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
        .isEmpty();
    assertThat(classes.resolve("ratecast/bench/LoadBench.class")).exists();
  }
}
