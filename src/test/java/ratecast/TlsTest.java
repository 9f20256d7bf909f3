package ratecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ratecast.support.FreePort;
import ratecast.support.RunningServer;

/** TLS by two settings: a certificate and its key, as PEM files. */
class TlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir Path folder;

  @Test
  void withACertificateAndItsKeyPageAndSocketSpeakTls() throws Exception {
    KeyStore keys = selfSigned();
    HttpClient http = HttpClient.newBuilder().sslContext(trusting(keys)).build();

    try (RunningServer server = RunningServer.start(settings(keys))) {
      String host = "localhost:" + server.port();
      HttpRequest page = HttpRequest.newBuilder(URI.create("https://" + host + "/health")).build();
      assertThat(http.send(page, BodyHandlers.ofString()).statusCode()).isEqualTo(200);

      FirstText first = new FirstText();
      http.newWebSocketBuilder()
          .buildAsync(URI.create("wss://" + host + "/"), first)
          .thenCompose(socket -> socket.sendText("{\"action\":\"assets\",\"message\":{}}", true))
          .get(10, TimeUnit.SECONDS);
      assertThat(first.text.get(10, TimeUnit.SECONDS)).contains("EURUSD");
    }
  }

  /** As a container's check asks, which speaks no TLS. */
  @Test
  void healthStaysPlainAtAPortOfItsOwn() throws Exception {
    int management = FreePort.next();
    Map<String, Object> settings = settings(selfSigned());
    settings.put("endpoints.all.port", management);

    try (RunningServer server = RunningServer.start(settings)) {
      URI health = URI.create("http://localhost:" + management + "/health/readiness");
      assertThat(server.port()).isNotEqualTo(management);
      assertThat(
              HttpClient.newHttpClient()
                  .send(HttpRequest.newBuilder(health).build(), BodyHandlers.ofString())
                  .statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void withoutATokenThePageOfTheServerItselfMayWriteAndNoOther() throws Exception {
    KeyStore keys = selfSigned();
    HttpClient http = HttpClient.newBuilder().sslContext(trusting(keys)).build();

    try (RunningServer server = RunningServer.start(settings(keys))) {
      String host = "localhost:" + server.port();
      HttpRequest.Builder asset =
          HttpRequest.newBuilder(URI.create("https://" + host + "/api/v1/assets"))
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString("{\"name\":\"OWN\"}"));
      HttpRequest own = asset.copy().header("Origin", "https://" + host).build();
      HttpRequest foreign = asset.copy().header("Origin", "http://" + host).build();

      assertThat(http.send(own, BodyHandlers.ofString()).statusCode()).isEqualTo(201);
      assertThat(http.send(foreign, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
    }
  }

  @Test
  void oneWithoutTheOtherStopsTheStart() throws IOException {
    Path file = Files.writeString(folder.resolve("any"), "any");
    assertThatThrownBy(() -> Settings.from(Map.of("TLS_KEY", file.toString())))
        .hasMessageContaining("TLS_CERTIFICATE and TLS_KEY belong together");
    assertThatThrownBy(() -> Settings.from(Map.of("TLS_KEY", "/nowhere")))
        .hasMessageContaining("TLS_KEY is \"/nowhere\", but must be a file that can be read");
  }

  private static final class FirstText implements WebSocket.Listener {
    final CompletableFuture<String> text = new CompletableFuture<>();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      text.complete(part.toString());
      return CompletableFuture.completedStage(null);
    }
  }

  private Map<String, Object> settings(KeyStore keys) throws Exception {
    Map<String, String> env =
        Map.of(
            "TLS_CERTIFICATE",
            pem("CERTIFICATE", keys.getCertificate("test").getEncoded()).toString(),
            "TLS_KEY",
            pem("PRIVATE KEY", keys.getKey("test", PASSWORD).getEncoded()).toString());
    Map<String, Object> settings = new HashMap<>(Settings.from(env).given());
    settings.put("micronaut.server.ssl.port", -1);
    return settings;
  }

  private Path pem(String what, byte[] der) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return Files.writeString(
        folder.resolve(what.replace(' ', '-') + ".pem"),
        "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
  }

  /** By the JDK's own keytool: a test has no other way to a certificate. */
  private KeyStore selfSigned() throws Exception {
    Path store = folder.resolve("keys.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process process =
        new ProcessBuilder(
                keytool,
                "-genkeypair",
                "-alias",
                "test",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    return keys;
  }

  private static SSLContext trusting(KeyStore keys) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, PASSWORD);
    trusted.setCertificateEntry("test", keys.getCertificate("test"));
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }
}
