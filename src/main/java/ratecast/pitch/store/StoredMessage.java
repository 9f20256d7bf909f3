package ratecast.pitch.store;

import java.util.Map;
import ratecast.pitch.MessageType;

/**
 * A message as it is kept.
 *
 * @param time milliseconds past midnight
 * @param fields as {@link ratecast.pitch.MessageFields} has them
 */
public record StoredMessage(MessageId id, int time, MessageType type, Map<String, Object> fields) {}
