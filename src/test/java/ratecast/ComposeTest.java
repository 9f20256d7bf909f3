package ratecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Docker does not run here, so the texts are held to the code and to one another. */
class ComposeTest {
  private static final Path DOCKERFILE = Path.of("compose", "Dockerfile");
  private static final Path ENVS = Path.of("compose", "envs");
  private static final String PORT = Setting.SERVER_PORT.shownDefault();

  private final Node compose = new Node(new Yaml().load(read(Path.of("docker-compose.yaml"))));
  private final Node backend = compose.in("services").in("backend");
  private final Node db = compose.in("services").in("db");

  @Test
  void theSampleNamesEverySettingWithMeaningAndDefault() {
    String expected =
        Arrays.stream(Setting.values()).map(ComposeTest::sample).collect(Collectors.joining("\n"));

    assertThat(read(ENVS.resolve("sample.common.env"))).endsWith("\n\n" + expected);
  }

  @Test
  void everyVariableOfComposeIsASettingAndItsValueIsAllowed() {
    Map<String, String> env = variables(read(ENVS.resolve("base.env")));

    assertThat(env).isNotEmpty();
    assertThat(env.keySet())
        .isSubsetOf(Arrays.stream(Setting.values()).flatMap(s -> s.variables().stream()).toList());
    assertThat(Settings.from(env).given()).hasSameSizeAs(env);
  }

  @Test
  void aPersonsOwnVariablesComeLastAndMayBeAbsent() {
    assertThat(backend.list("env_file"))
        .isEqualTo(
            List.of(
                Map.of("path", "compose/envs/base.env"),
                Map.of("path", "compose/envs/common.env", "required", false)));
    assertThat(read(Path.of(".gitignore")).lines()).contains("compose/envs/common.env");
  }

  @Test
  void theBackendWaitsForAReplicaSetThatItsAddressNames() {
    String uri =
        String.valueOf(
            Settings.from(variables(read(ENVS.resolve("base.env")))).given().get("mongodb.uri"));
    List<?> command = db.list("command");
    String replicaSet = String.valueOf(command.get(command.indexOf("--replSet") + 1));
    String health = db.in("healthcheck").list("test").toString();

    assertThat(db.text("image")).isEqualTo("mongo:7.0");
    assertThat(backend.in("depends_on").in("db").text("condition")).isEqualTo("service_healthy");
    assertThat(uri)
        .isEqualTo("mongodb://" + db.text("hostname") + ":27017/?replicaSet=" + replicaSet);
    assertThat(health)
        .contains("_id: '" + replicaSet + "'")
        .contains("host: '" + db.text("hostname") + ":27017'")
        .contains("isWritablePrimary");
  }

  @Test
  void everyoneMeansTheSamePort() {
    assertThat(backend.list("ports")).isEqualTo(List.of(PORT + ":" + PORT));
    assertThat(only("EXPOSE (\\d+)", read(DOCKERFILE))).isEqualTo(PORT);
    assertThat(read(Path.of("compose", "ready")))
        .contains("${MANAGEMENT_PORT:-${SERVER_PORT:-" + PORT + "}}");
  }

  @Test
  void theImageRunsTheJarTheBuildMakesAndNotAsRoot() {
    String dockerfile = read(DOCKERFILE);
    String pom = read(Path.of("pom.xml"));
    String built = only("COPY --from=build (\\S+\\.jar) ", dockerfile);
    String installed = only("COPY --from=build \\S+\\.jar (\\S+)", dockerfile);

    assertThat(backend.in("build").text("dockerfile")).isEqualTo("compose/Dockerfile");
    assertThat(built).isEqualTo("/src/target/" + only("<finalName>(.*)</finalName>", pom) + ".jar");
    assertThat(only("ENTRYPOINT (.*)", dockerfile)).contains("\"-jar\", \"" + installed + "\"");
    assertThat(only("USER (.*)", dockerfile)).isEqualTo("10001");
    assertThat(dockerfile)
        .contains("temurin:" + only("<maven.compiler.release>(.*)</", pom) + "-jdk");
    assertThat(backend.text("image")).isEqualTo("ratecast:" + Version.current());
  }

  @Test
  void whatTheImageCopiesExistsAndIsNotKeptOutOfTheBuild() {
    List<String> letIn =
        read(Path.of(".dockerignore")).lines().filter(l -> l.startsWith("!")).toList();

    for (String copied : copiedFromTheFolder()) {
      assertThat(Path.of(copied)).exists();
      assertThat(letIn).contains("!" + copied);
    }
    assertThat(Path.of("compose", "ready")).isExecutable();
    assertThat(read(DOCKERFILE))
        .contains("COPY compose/ready /opt/ratecast/ready\n")
        .contains("CMD [\"/opt/ratecast/ready\"]");
  }

  @Test
  void everyVolumeIsDeclaredAndTheDataOfTheImageLiesInOne() {
    Node services = compose.in("services");
    List<String> used =
        services.keys().stream()
            .map(services::in)
            .filter(service -> service.keys().contains("volumes"))
            .flatMap(service -> service.list("volumes").stream())
            .map(String::valueOf)
            .toList();

    assertThat(
            used.stream()
                .filter(volume -> !volume.startsWith("./"))
                .map(volume -> volume.replaceFirst(":.*", "")))
        .containsExactlyInAnyOrderElementsOf(compose.in("volumes").keys());
    assertThat(used).contains("backend-data:" + only("VOLUME (.*)", read(DOCKERFILE)));
    assertThat(only("WORKDIR (/var.*)", read(DOCKERFILE)))
        .isEqualTo(only("VOLUME (.*)", read(DOCKERFILE)));
  }

  @Test
  void theClusterIsTwoOfTheSameBehindAGatewayThatPassesUpgrades() {
    Node second = compose.in("services").in("backend-2");
    Node gateway = compose.in("services").in("gateway");
    String nginx = read(Path.of("compose", "nginx.conf"));

    assertThat(second.text("image")).isEqualTo(backend.text("image"));
    assertThat(second.list("env_file")).isEqualTo(backend.list("env_file"));
    assertThat(second.list("profiles")).isEqualTo(List.of("cluster"));
    assertThat(second.list("ports")).isEmpty();
    assertThat(gateway.list("profiles")).isEqualTo(List.of("cluster"));
    assertThat(gateway.list("volumes").toString()).contains("./compose/nginx.conf:");
    assertThat(nginx)
        .contains("server backend:" + PORT, "server backend-2:" + PORT)
        .contains("proxy_http_version 1.1;")
        .contains("proxy_set_header Upgrade $http_upgrade;")
        .contains("proxy_set_header Connection $connection_upgrade;");
  }

  @Test
  void theBrokerIsWhereTheHeadOfTheFileSaysAndOnlyThereWhereItIsWanted() {
    Node kafka = compose.in("services").in("kafka");
    Map<String, Object> settings = kafka.in("environment").members();
    String address = "kafka:9092";

    assertThat(read(Path.of("docker-compose.yaml"))).contains("KAFKA_BOOTSTRAP_SERVERS=" + address);
    assertThat(Settings.from(Map.of("KAFKA_BOOTSTRAP_SERVERS", address)).given())
        .containsEntry("kafka.bootstrap-servers", address);
    assertThat(settings)
        .containsEntry("KAFKA_ADVERTISED_LISTENERS", "PLAINTEXT://" + address)
        .containsEntry("KAFKA_PROCESS_ROLES", "broker,controller");
    assertThat(kafka.list("profiles")).isEqualTo(List.of("kafka"));
    assertThat(backend.in("depends_on").in("kafka").members()).containsEntry("required", false);
  }

  private static String sample(Setting setting) {
    return "# %s.\n# Default: %s. Allowed: %s.\n#%s=%s\n"
        .formatted(
            setting.meaning(),
            setting.shownDefault(),
            setting.kind().allowed(),
            setting.name(),
            setting.defaultText().orElse(""));
  }

  private static List<String> copiedFromTheFolder() {
    return Pattern.compile("COPY (?!--from)(.*) \\S+")
        .matcher(read(DOCKERFILE))
        .results()
        .flatMap(copy -> Arrays.stream(copy.group(1).split(" ")))
        .toList();
  }

  private static Map<String, String> variables(String text) {
    Map<String, String> variables = new LinkedHashMap<>();
    text.lines()
        .filter(line -> !line.startsWith("#") && !line.isBlank())
        .map(line -> line.split("=", 2))
        .forEach(pair -> variables.put(pair[0], pair[1]));
    return variables;
  }

  /** The one match of the pattern's group. */
  private static String only(String pattern, String text) {
    List<String> found =
        Pattern.compile(pattern)
            .matcher(text)
            .results()
            .map((MatchResult m) -> m.group(1))
            .toList();
    assertThat(found).as(pattern).hasSize(1);
    return found.get(0);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError("no file " + file, e);
    }
  }

  /** A mapping of the YAML; asking for what is not there fails the test. */
  private record Node(Map<String, Object> members) {
    Node in(String name) {
      @SuppressWarnings("unchecked")
      Map<String, Object> inner = (Map<String, Object>) value(name);
      return new Node(inner);
    }

    List<?> list(String name) {
      return (List<?>) value(name);
    }

    String text(String name) {
      return (String) value(name);
    }

    List<String> keys() {
      return List.copyOf(members.keySet());
    }

    private Object value(String name) {
      Object value = members.get(name);
      if (value == null) {
        throw new AssertionError("no " + name + " in " + members.keySet());
      }
      return value;
    }
  }
}
