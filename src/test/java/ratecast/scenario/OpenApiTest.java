package ratecast.scenario;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.web.router.Router;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;
import ratecast.support.HttpCalls;
import ratecast.support.RunningServer;

/** The contract's document has every route in words, and its page needs no other host. */
class OpenApiTest {
  private static final Pattern RESOURCE = Pattern.compile("contextPath \\+ \"([^\"]+)\"");
  private static RunningServer server;
  private static HttpCalls http;

  @BeforeAll
  static void start() {
    server = RunningServer.start();
    http = HttpCalls.to(server);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(Map<String, Object> of, String member) {
    return (Map<String, Object>) requireNonNull(of.get(member), member);
  }

  private static Map<String, Map<String, Object>> operations() {
    HttpResponse<String> answer = http.get("/openapi.yaml");
    assertThat(answer.statusCode()).isEqualTo(200);
    Map<String, Map<String, Object>> operations = new TreeMap<>();
    Map<String, Object> paths = object(new Yaml().load(answer.body()), "paths");
    for (String path : paths.keySet()) {
      Map<String, Object> methods = object(paths, path);
      methods
          .keySet()
          .forEach(
              method ->
                  operations.put(
                      method.toUpperCase(Locale.ROOT) + " " + path, object(methods, method)));
    }
    return operations;
  }

  @Test
  void everyRouteOfTheApiHasItsOperation() {
    Set<String> routes = new TreeSet<>();
    server
        .bean(Router.class)
        .uriRoutes()
        .filter(route -> route.getUriMatchTemplate().toPathString().startsWith("/api/"))
        .filter(route -> !route.getHttpMethodName().equals("HEAD"))
        .forEach(
            route ->
                routes.add(
                    route.getHttpMethodName() + " " + route.getUriMatchTemplate().toPathString()));

    assertThat(routes).hasSizeGreaterThanOrEqualTo(9);
    assertThat(operations().keySet()).isEqualTo(routes);
  }

  @Test
  void everyOperationSaysWhatItDoesAndShowsWhatItAnswers() {
    operations()
        .forEach(
            (name, operation) -> {
              assertThat(operation).as(name).containsKeys("summary", "description", "tags");
              Map<String, Object> responses = object(operation, "responses");
              assertThat(responses.keySet())
                  .as(name)
                  .contains("4XX")
                  .anyMatch(c -> c.startsWith("2"));
              assertThat(responses.toString()).as(name).contains("example");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"/docs", "/docs/", "/docs/index.html"})
  void thePageIsServedWithEverythingItAsksForFromHere(String path) {
    HttpResponse<String> page = http.get(path);

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("'/openapi.yaml'").contains("validatorUrl: null");
    assertThat(page.body()).doesNotContain("https://");
    Matcher resources = RESOURCE.matcher(page.body());
    int found = 0;
    while (resources.find()) {
      assertThat(http.get(resources.group(1)).statusCode()).as(resources.group(1)).isEqualTo(200);
      found++;
    }
    assertThat(found).isEqualTo(5);
  }
}
