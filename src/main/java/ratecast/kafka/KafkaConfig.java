package ratecast.kafka;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * Where the topic is.
 *
 * @param bootstrapServers brokers as host:port with commas between; empty: no Kafka
 * @param topic of the points; what is turned away is kept in {@code <topic>.rejected}
 */
@ConfigurationProperties("kafka")
public record KafkaConfig(
    @Bindable(defaultValue = "") String bootstrapServers,
    @Bindable(defaultValue = "tickers") String topic) {

  public boolean isOn() {
    return !bootstrapServers.isBlank();
  }

  String rejectedTopic() {
    return topic + ".rejected";
  }

  /** All nodes of one topic store it together. */
  String storingGroup() {
    return topic + ".store";
  }
}
