package ratecast.pitch.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ratecast.pitch.PitchBatch;
import ratecast.pitch.Sample;
import ratecast.support.EmbeddedStore;

/** What makes a file one import, and a line one message. */
class ClaimsTest {
  @TempDir Path folder;

  private final EmbeddedStore store = EmbeddedStore.inMemory();
  private final Importing importing = new Importing(store);

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void oneFileHandedInByManyAtOnceIsOneImport() {
    List<Claim> claims =
        IntStream.range(0, 8)
            .parallel()
            .mapToObj(i -> claim("sha", folder.resolve("copy" + i)))
            .toList();

    assertThat(claims.stream().map(claim -> claim.imported().sha256())).containsOnly("sha");
    assertThat(importing.imports.after(0, 10).blockOptional().orElseThrow()).hasSize(1);
  }

  @Test
  void anOpenImportWhoseFileIsGoneTakesTheNextCopy() throws IOException {
    Path file = Importing.write(folder, "a", Sample.ascii("a"));
    Path copy = Importing.write(folder, "b", Sample.ascii("a"));
    int id = importing.claim(file, Optional.empty()).imported().id();
    assertThat(importing.claim(copy, Optional.empty()).isDue()).isFalse();
    Files.delete(file);

    Claim taken = importing.claim(copy, Optional.empty());

    assertThat(taken.isDue()).isTrue();
    assertThat(taken.imported().id()).isEqualTo(id);
    assertThat(taken.imported().file()).isEqualTo(copy);
  }

  @Test
  void anOpenImportInWhosePlaceAnotherFileLiesTakesTheNextCopy() throws IOException {
    Path file = Importing.write(folder, "a", Sample.ascii("a"));
    Path copy = Importing.write(folder, "b", Sample.ascii("a"));
    int id = importing.claim(file, Optional.empty()).imported().id();
    Importing.write(folder, "a", Sample.ascii("another"));

    Claim taken = importing.claim(copy, Optional.empty());

    assertThat(taken.isDue()).isTrue();
    assertThat(taken.imported().id()).isEqualTo(id);
    assertThat(taken.imported().file()).isEqualTo(copy);
  }

  @Test
  void aBatchWrittenTwiceChangesNothing() {
    PitchBatch batch = new PitchBatch(1, Sample.decode(Sample.bytes()).subList(0, 1_000));
    PitchBatch firstHalf = new PitchBatch(1, batch.lines().subList(0, 500));

    importing.messages.write(7, firstHalf).block();
    importing.messages.write(7, batch).block();
    importing.messages.write(7, batch).block();

    assertThat(importing.messages().stream().map(message -> message.id().line()))
        .isEqualTo(IntStream.rangeClosed(1, 1_000).mapToObj(Long::valueOf).toList());
  }

  private Claim claim(String sha256, Path file) {
    return importing.claims.claim("name", sha256, file, Optional.empty());
  }
}
