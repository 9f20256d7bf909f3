package ratecast.support;

import static ratecast.support.Patience.PATIENCE;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client of server-sent events as a browser is: its events in order, and the last id it saw. */
public final class EventsClient implements AutoCloseable {
  private final HttpResponse<InputStream> answer;
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile String lastId = "";

  private EventsClient(HttpResponse<InputStream> answer) {
    this.answer = answer;
    Thread reader = new Thread(this::read, "events-client");
    reader.setDaemon(true);
    reader.start();
  }

  public static EventsClient open(HttpCalls http, String path, String... headers) {
    HttpRequest.Builder request = http.request(path).timeout(Duration.ofMinutes(5));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return new EventsClient(http.send(request, BodyHandlers.ofInputStream()));
  }

  public HttpResponse<InputStream> answer() {
    return answer;
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      String id = "";
      String data = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("data: ")) {
          data = line.substring(6);
        } else if (line.isEmpty() && !data.isEmpty()) {
          lastId = id;
          events.add(data);
          data = "";
        }
      }
    } catch (IOException e) {
      // cut: what came before is there
    } finally {
      ended.countDown();
    }
  }

  /** The data of the next event, waited for. */
  public String next() {
    try {
      String event = events.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (event == null) {
        throw new AssertionError("no event came for " + PATIENCE.toSeconds() + " s");
      }
      return event;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  public long nextTime() {
    return Json.number(Json.object(next()), "time");
  }

  public String lastId() {
    return lastId;
  }

  /** Whether the server ended it, waited for. */
  public boolean hasEnded() {
    try {
      return ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    try {
      answer.body().close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
