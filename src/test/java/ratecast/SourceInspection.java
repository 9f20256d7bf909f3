package ratecast;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Holds source files to the limits of floors.txt and to a package-info for each package. */
final class SourceInspection {
  private final Floors floors;

  SourceInspection(Floors floors) {
    this.floors = floors;
  }

  /** In alphabetical order. */
  Set<String> broken(Path sources) throws IOException {
    Set<String> broken = new TreeSet<>();
    for (Path file : javaFiles(sources)) {
      String text = Files.readString(file);
      long lines = text.lines().count();
      if (lines > floors.limit("file")) {
        broken.add(file.getFileName() + " has " + lines + " lines");
      }
      if (text.contains("TODO") || text.contains("FIXME")) {
        broken.add(sources.relativize(file) + " has something still to be done");
      }
      Path info = file.resolveSibling("package-info.java");
      if (!Files.exists(info) || !Files.readString(info).contains("@NullMarked")) {
        broken.add(sources.relativize(info) + " is missing or not @NullMarked");
      }
    }
    broken.addAll(longMethods(javaFiles(sources)));
    return broken;
  }

  private static List<Path> javaFiles(Path sources) throws IOException {
    try (Stream<Path> all = Files.walk(sources)) {
      return all.filter(path -> path.toString().endsWith(".java")).sorted().toList();
    }
  }

  private List<String> longMethods(List<Path> files) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files));
      MethodLengths lengths = new MethodLengths(Trees.instance(task).getSourcePositions());
      for (CompilationUnitTree unit : task.parse()) {
        lengths.scan(unit, unit);
      }
      return lengths.tooLong;
    }
  }

  /** Counts from the first line of the signature to the closing brace, annotations included. */
  private final class MethodLengths extends TreeScanner<@Nullable Void, CompilationUnitTree> {
    private final SourcePositions positions;
    private final List<String> tooLong = new ArrayList<>();

    MethodLengths(SourcePositions positions) {
      this.positions = positions;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, CompilationUnitTree unit) {
      long first = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, method));
      long last = unit.getLineMap().getLineNumber(positions.getEndPosition(unit, method));
      long lines = last - first + 1;
      if (lines > floors.limit("method")) {
        String file = String.valueOf(Path.of(unit.getSourceFile().getName()).getFileName());
        tooLong.add(file + ": " + method.getName() + " has " + lines + " lines");
      }
      return super.visitMethod(method, unit);
    }
  }
}
