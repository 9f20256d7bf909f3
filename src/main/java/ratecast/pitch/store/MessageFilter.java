package ratecast.pitch.store;

import com.mongodb.client.model.Filters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bson.conversions.Bson;
import ratecast.pitch.MessageType;

/**
 * Which messages are asked for; what is empty does not matter.
 *
 * @param symbol as the message itself names it: executions and cancels name an order, no symbol
 * @param orderId 12 characters of base 36
 * @param from milliseconds past midnight, inclusive
 * @param to exclusive
 */
public record MessageFilter(
    OptionalInt importId,
    Optional<String> symbol,
    Optional<MessageType> type,
    Optional<String> orderId,
    OptionalInt from,
    OptionalInt to) {

  /** Whether nothing but the import and the type is asked for: what imports count themselves. */
  public boolean isCountedByImports() {
    return symbol.isEmpty() && orderId.isEmpty() && from.isEmpty() && to.isEmpty();
  }

  /** Of those asked for the ones behind a message, which may be of any import. */
  Bson after(MessageId last) {
    List<Bson> all = new ArrayList<>();
    all.add(Filters.gt("_id", last.toString()));
    all.add(Filters.gt("_id", start().toString()));
    importId.ifPresent(id -> all.add(Filters.lte("_id", MessageId.endOf(id).toString())));
    symbol.ifPresent(text -> all.add(Filters.eq("symbol", text)));
    type.ifPresent(t -> all.add(Filters.eq("type", String.valueOf(t.letter()))));
    orderId.ifPresent(id -> all.add(Filters.eq("orderId", id)));
    from.ifPresent(time -> all.add(Filters.gte("time", time)));
    to.ifPresent(time -> all.add(Filters.lt("time", time)));
    return Filters.and(all);
  }

  /** Below every message that is asked for. */
  MessageId start() {
    return new MessageId(importId.orElse(0), 0);
  }
}
