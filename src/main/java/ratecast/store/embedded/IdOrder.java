package ratecast.store.embedded;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a wished order lies to the order of ids, in which documents come anyway. */
enum IdOrder {
  ASCENDING,
  DESCENDING,
  /** Everything found has to be gathered and sorted. */
  OTHER;

  static IdOrder of(@Nullable Document orderBy, @Nullable String idField) {
    if (orderBy == null || orderBy.isEmpty()) {
      return ASCENDING;
    }
    Set<String> fields = orderBy.keySet();
    String first = fields.iterator().next();
    if (fields.size() > 1 || !(first.equals("$natural") || first.equals(idField))) {
      return OTHER;
    }
    return orderBy.get(first) instanceof Number way && way.intValue() < 0 ? DESCENDING : ASCENDING;
  }
}
