package ratecast.support;

import static ratecast.support.Patience.PATIENCE;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;

/** Calls of the HTTP side as a user's program makes them: the JDK's client, bounded in time. */
public final class HttpCalls {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final int port;

  private HttpCalls(int port) {
    this.port = port;
  }

  public static HttpCalls to(RunningServer server) {
    return to(server.port());
  }

  public static HttpCalls to(int port) {
    return new HttpCalls(port);
  }

  /** A request to this path, to be built further. */
  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).timeout(PATIENCE);
  }

  public HttpResponse<String> get(String path, String... headers) {
    HttpRequest.Builder request = request(path).GET();
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  public HttpResponse<String> post(String path, String json, String... headers) {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  public HttpResponse<String> delete(String path) {
    return send(request(path).DELETE());
  }

  public HttpResponse<String> send(HttpRequest.Builder request) {
    return send(request, BodyHandlers.ofString());
  }

  /** Sends it and reads the answer as the handler says. */
  public <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
    try {
      return CLIENT.send(request.build(), body);
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** The members of a problem, whose form is checked on the way. */
  public static Map<String, Object> problem(HttpResponse<String> answer) {
    if (!answer
        .headers()
        .firstValue("Content-Type")
        .orElse("")
        .equals("application/problem+json")) {
      throw new AssertionError("no problem: " + answer.statusCode() + " " + answer.body());
    }
    Map<String, Object> problem = Json.object(answer.body());
    if (Json.number(problem, "status") != answer.statusCode()
        || !problem.keySet().containsAll(List.of("type", "title", "detail"))) {
      throw new AssertionError("not a whole problem: " + answer.body());
    }
    return problem;
  }
}
