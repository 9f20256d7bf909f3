package ratecast;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The house keeps to mypy-free-checks/floors.txt, and the rules refuse a house that does not. */
class FloorsTest {
  private static final Path RULES = Path.of("mypy-free-checks", "floors.txt");

  /** The classes of src/main alone, read once: it takes seconds. */
  private static final JavaClasses HOUSE =
      new ClassFileImporter().importPath(Path.of("target", "classes"));

  private Floors floors;

  @BeforeEach
  void readTheRules() throws IOException {
    floors = Floors.read(RULES);
  }

  @Test
  void theRulesDoNotContradictOneAnother() {
    assertThat(floors.contradictions()).isEmpty();
  }

  @Test
  void everyRoomKeepsToItsFloorItsTechnologyTheClockAndGoodNames() {
    assertThat(new HouseInspection(floors, "ratecast").broken(HOUSE)).isEmpty();
  }

  @Test
  void noPackagesDependOnOneAnotherInACircle() {
    slices().matching("ratecast.(**)").should().beFreeOfCycles().check(HOUSE);
  }

  @Test
  void noSourceFileIsTooLongUnfinishedOrWithoutItsPackageInfo() throws IOException {
    assertThat(new SourceInspection(floors).broken(Path.of("src/main/java"))).isEmpty();
  }

  @Test
  void aHouseThatBreaksEveryRuleIsRefusedForEach() {
    JavaClasses badHouse = new ClassFileImporter().importPackages("ratecast.badhouse");

    assertThat(new HouseInspection(floors, "ratecast.badhouse").broken(badHouse))
        .containsExactly(
            "market.RateManager imports store.Shelf",
            "market.RateManager is named Manager",
            "market.RateManager reads the clock by java.time.Clock.systemUTC",
            "market.RateManager reads the clock by java.time.Instant.now",
            "market.RateManager uses com.mongodb.ConnectionString",
            "ratecast.badhouse.attic is no room");
    assertThatThrownBy(
            () ->
                slices()
                    .matching("ratecast.badhouse.(*)")
                    .should()
                    .beFreeOfCycles()
                    .check(badHouse))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Cycle detected");
  }

  @Test
  void rulesThatLookUpwardsGoInCirclesOrAreMistypedAreRefused(@TempDir Path folder)
      throws IOException {
    Path upwards = folder.resolve("floors.txt");
    Files.writeString(upwards, "room market 1 store\nroom store 2 market\nroom tape 2 wires\n");
    Path mistyped = folder.resolve("mistyped.txt");
    Files.writeString(mistyped, "rooms market 1\n");

    assertThat(Floors.read(upwards).contradictions())
        .containsExactlyInAnyOrder(
            "market may not be allowed store",
            "tape may not be allowed wires",
            "market stands in a circle",
            "store stands in a circle");
    assertThatThrownBy(() -> Floors.read(mistyped)).hasMessageContaining("rooms market 1");
  }

  @Test
  void aLongFileALongMethodAndAForgottenPackageInfoAreRefused(@TempDir Path folder)
      throws IOException {
    String body = "    int a;\n".repeat(60);
    String text = "class Long {\n  void run() {\n" + body + "  }\n" + "\n".repeat(300) + "}\n";
    Files.writeString(folder.resolve("Long.java"), text);

    assertThat(new SourceInspection(floors).broken(folder))
        .containsExactly(
            "Long.java has 364 lines",
            "Long.java: run has 62 lines",
            "package-info.java is missing or not @NullMarked");
  }
}
