package ratecast.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A rates page on a loopback port that answers as it is told, well or badly. */
public final class RatesPage implements AutoCloseable {
  /** How one request is answered. */
  @FunctionalInterface
  public interface Reply {
    void to(HttpExchange exchange) throws IOException;
  }

  public static final String OLD_FORM =
      "null({\"Rates\":[{\"Symbol\":\"EURUSD\",\"Bid\":\"1.09107\",\"Ask\":\"1.0913\","
          + "\"Spread\":\"2.30\",\"ProductType\":\"1\",},{\"Symbol\":\"USOil\",\"Bid\":\"109.14\","
          + "\"Ask\":\"109.18\",\"Spread\":\"4.00\",\"ProductType\":\"3\",},{\"Symbol\":\"COIN.us\","
          + "\"Bid\":\"160.15\",\"Ask\":\"160.27\",\"Spread\":\"12.00\",\"ProductType\":\"8\",}]});\n";

  public static final String NEW_FORM =
      "null({\"Rates\":[{\"Symbol\":\"EURUSD\",\"Bid\":1.11035,\"Ask\":1.11061,\"Spread\":2.60,"
          + "\"ProductType\":\"1\",\"LastClose\":1.1089,\"PriceChange\":0.00145,"
          + "\"PercentChange\":0.13,\"52WeekHigh\":1.1712,\"52WeekLow\":1.0456},"
          + "{\"Symbol\":\"USDJPY\",\"Bid\":181.6417,\"Ask\":181.6447,\"Spread\":0.30,"
          + "\"ProductType\":\"1\"}]});\n";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger underWay = new AtomicInteger();
  private volatile Reply reply = text(NEW_FORM);

  public RatesPage() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  public URI uri() {
    return URI.create("http://localhost:" + server.getAddress().getPort() + "/rates?callback=null");
  }

  public int requests() {
    return requests.get();
  }

  /** Answers that are still being written. */
  public int underWay() {
    return underWay.get();
  }

  public void answer(Reply how) {
    reply = how;
  }

  public static Reply text(String body) {
    return status(200, body);
  }

  public static Reply status(int status, String body) {
    return exchange -> {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    };
  }

  /** Promises the whole body and closes after half of it. */
  public static Reply half(String body) {
    return exchange -> {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes, 0, bytes.length / 2);
      exchange.getResponseBody().flush();
    };
  }

  /** Accepts and says nothing until the page is closed. */
  public Reply silence() {
    return exchange -> {
      while (!closed(Duration.ofSeconds(1))) {
        // still silent
      }
    };
  }

  /** Sends a byte now and then, so that no limit on silence ever fires. */
  public Reply drip() {
    return exchange -> {
      exchange.sendResponseHeaders(200, 0);
      while (!closed(Duration.ofMillis(50))) {
        exchange.getResponseBody().write(' ');
        exchange.getResponseBody().flush();
      }
    };
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    underWay.incrementAndGet();
    try (exchange) {
      reply.to(exchange);
    } finally {
      underWay.decrementAndGet();
    }
  }

  private boolean closed(Duration within) {
    try {
      return closing.await(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
