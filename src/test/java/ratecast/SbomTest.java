package ratecast;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import ratecast.support.Json;

/**
 * Who asks whether a hole in a library is a hole in here reads this list. Runs after the jar was
 * made.
 */
class SbomTest {
  private static final Path JAR = Path.of("target/ratecast.jar");

  @Test
  void theBillOfMaterialsNamesEveryLibraryOfTheJarAndNoneOfTheTests() throws Exception {
    List<Map<String, Object>> components = Json.objects(bill(), "components");
    List<String> names = components.stream().map(SbomTest::name).toList();

    assertThat(names)
        .containsAll(dependencies(false))
        .doesNotContainAnyElementsOf(dependencies(true));
    assertThat(names).contains("io.netty:netty-handler", "org.mongodb:bson"); // what those bring
    assertThat(components)
        .allSatisfy(
            component -> {
              assertThat(component).containsKeys("version", "purl", "licenses", "hashes");
              assertThat(Json.word(component, "purl")).startsWith("pkg:maven/");
            });
  }

  @Test
  void theSamePomMakesTheSameBytes() throws Exception {
    assertThat(text()).doesNotContain("\"serialNumber\"", "\"timestamp\"");
  }

  private static String name(Map<String, Object> component) {
    return Json.word(component, "group") + ":" + Json.word(component, "name");
  }

  private static Map<String, Object> bill() throws IOException {
    return Json.object(text());
  }

  private static String text() throws IOException {
    assumeThat(System.getProperty("ratecast.build"))
        .as("only the phase package makes the jar, and with its bill of materials only online")
        .isEqualTo("offline=false");
    try (JarFile jar = new JarFile(JAR.toFile())) {
      JarEntry bill = jar.getJarEntry("META-INF/sbom/ratecast.cdx.json");
      assertThat(bill).as("the bill of materials in the jar").isNotNull();
      return new String(
          jar.getInputStream(requireNonNull(bill)).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Of the pom itself; what is for tests and for the jar both counts as the jar's. */
  private static List<String> dependencies(boolean forTests) throws Exception {
    Document pom =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(Path.of("pom.xml").toFile());
    List<String> found = new ArrayList<>();
    NodeList all = pom.getElementsByTagName("dependency");
    for (int i = 0; i < all.getLength(); i++) {
      Element dependency = (Element) all.item(i);
      boolean direct = dependency.getParentNode().getParentNode().getNodeName().equals("project");
      if (direct && text(dependency, "scope").equals("test") == forTests) {
        found.add(text(dependency, "groupId") + ":" + text(dependency, "artifactId"));
      }
    }
    assertThat(found).hasSizeGreaterThan(5);
    return found;
  }

  private static String text(Element element, String name) {
    NodeList found = element.getElementsByTagName(name);
    return found.getLength() == 0 ? "" : found.item(0).getTextContent();
  }
}
