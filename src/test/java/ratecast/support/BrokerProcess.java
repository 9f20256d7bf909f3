package ratecast.support;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.utils.Time;

/**
 * A Kafka broker, its own controller, as a process of its own behind a {@link Wire}: it can be
 * killed and started again with what it had, and cut off.
 */
public final class BrokerProcess implements AutoCloseable {
  private static final String CLUSTER = "MkU3OEVBNTcwNTJENDM2Qk";

  private final Path folder;
  private final Path log;
  private final Path settings;
  private final Wire wire;
  private Process process;

  private BrokerProcess(Path folder) {
    this.folder = folder;
    log = folder.resolve("broker.log");
    int port = FreePort.next();
    wire = new Wire(port);
    settings = written(port, FreePort.next());
    process = launch();
  }

  /** Does not wait until it serves. */
  public static BrokerProcess start(Path folder) {
    return new BrokerProcess(folder);
  }

  /** What clients are told: this side of the wire. */
  public String bootstrapServers() {
    return "localhost:" + wire.port();
  }

  public Wire wire() {
    return wire;
  }

  public BrokerProcess serving() {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100))
        .failFast(() -> ChildJvm.mustLive(process, log))
        .until(this::answers);
    return this;
  }

  private boolean answers() {
    try (Admin admin =
        Admin.create(
            Map.of(
                "bootstrap.servers", bootstrapServers(),
                "request.timeout.ms", 2000,
                "default.api.timeout.ms", 2000))) {
      return !admin.describeCluster().nodes().get().isEmpty();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } catch (ExecutionException notYet) {
      return false;
    }
  }

  /** As kill -9 does. */
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** With what it had written. Does not wait until it serves. */
  public BrokerProcess restart() {
    kill();
    process = launch();
    return this;
  }

  @Override
  public void close() {
    kill();
    wire.close();
  }

  private Process launch() {
    ProcessBuilder builder =
        new ProcessBuilder(
            ChildJvm.command("256m", BrokerProcess.class.getName(), settings.toString()));
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path written(int port, int controllerPort) {
    Map<String, String> values = new TreeMap<>();
    values.put("process.roles", "broker,controller");
    values.put("node.id", "1");
    values.put("controller.quorum.voters", "1@localhost:" + controllerPort);
    values.put(
        "listeners", "PLAINTEXT://localhost:" + port + ",QUORUM://localhost:" + controllerPort);
    values.put("advertised.listeners", "PLAINTEXT://localhost:" + wire.port());
    values.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,QUORUM:PLAINTEXT");
    values.put("controller.listener.names", "QUORUM");
    values.put("log.dirs", folder.resolve("broker").toString());
    values.put("auto.create.topics.enable", "false");
    values.put("offsets.topic.replication.factor", "1");
    values.put("offsets.topic.num.partitions", "1");
    values.put("transaction.state.log.replication.factor", "1");
    values.put("transaction.state.log.min.isr", "1");
    values.put("group.initial.rebalance.delay.ms", "0");
    values.put("log.cleaner.dedupe.buffer.size", "2097152");
    values.put("broker.session.timeout.ms", "1500"); // else a restart waits 9 s for its old self
    values.put("broker.heartbeat.interval.ms", "300");
    values.put("log.segment.bytes", "16777216");
    values.put("log.index.size.max.bytes", "65536");
    Properties properties = new Properties();
    properties.putAll(values);
    Path file = folder.resolve("broker.properties");
    try (var out = Files.newBufferedWriter(file)) {
      properties.store(out, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  /** The broker itself, with the path of its settings. */
  @SuppressWarnings("SystemOut") // its log
  public static void main(String[] path) throws IOException {
    Properties settings = new Properties();
    try (var in = Files.newBufferedReader(Path.of(path[0]))) {
      settings.load(in);
    }
    StorageTool.execute(
        new String[] {"format", "--ignore-formatted", "-t", CLUSTER, "-c", path[0]}, System.out);
    KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM);
    server.startup();
    server.awaitShutdown();
  }
}
