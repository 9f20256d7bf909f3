package ratecast.pitch.imports;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import ratecast.support.EmbeddedStore;

/**
 * A program to be killed: imports a file into the store in a folder, or goes on with it, and says
 * after each batch which line is next.
 */
@SuppressWarnings("SystemOut") // its parent process reads it
final class ImportProgram {
  private ImportProgram() {}

  public static void main(String[] folderAndFile) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try (EmbeddedStore store = EmbeddedStore.in(Path.of(folderAndFile[0]))) {
      Importing importing = new Importing(store);
      Claim claim = importing.claim(Path.of(folderAndFile[1]), Optional.empty());
      out.println(claim.imported().nextLine());
      importing.fileImport.run(
          claim.imported(), importing.patience, running -> out.println(running.nextLine()));
    }
  }
}
