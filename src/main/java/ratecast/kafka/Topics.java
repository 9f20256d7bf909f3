package ratecast.kafka;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes the topics where they are not there. Those that are keep what they are. */
final class Topics {
  /**
   * So many nodes can share the storing at most, and a name stays in its partition only as long as
   * the number does not change: rather some too many at the start.
   */
  private static final int PARTITIONS = 12;

  private Topics() {}

  /**
   * Blocks, some seconds at most. The broker's clock stamps the records: whether a point lies in
   * the future must be the same question on every node.
   *
   * @throws ApiException where no broker answers
   */
  static void prepare(KafkaConfig config) throws InterruptedException {
    Map<String, String> stamped =
        Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
    Optional<Short> usualReplicas = Optional.empty();
    NewTopic points = new NewTopic(config.topic(), Optional.of(PARTITIONS), usualReplicas);
    NewTopic rejected = new NewTopic(config.rejectedTopic(), Optional.of(1), usualReplicas);
    try (Admin admin = Clients.admin(config)) {
      for (KafkaFuture<Void> made :
          admin.createTopics(List.of(points.configs(stamped), rejected)).values().values()) {
        await(made);
      }
    }
  }

  private static void await(KafkaFuture<Void> made) throws InterruptedException {
    try {
      made.get(); // bounded by the client's own timeout
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException) {
        return;
      }
      throw e.getCause() instanceof ApiException away ? away : new IllegalStateException(e);
    }
  }
}
