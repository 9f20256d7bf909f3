package ratecast.store.embedded;

import de.bwaldvogel.mongo.backend.ValueComparator;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a query says about ids: a closed range, or a set, or nothing. Never narrower than the query;
 * whoever walks it still has to ask whether each document matches, unless it {@link #isWhole}.
 */
final class IdFilter {
  private static final Comparator<Object> ORDER = ValueComparator.ascWithoutListHandling();

  private @Nullable Object from;
  private @Nullable Object to;
  private @Nullable NavigableSet<Object> ids;
  private boolean whole;

  private IdFilter() {}

  /**
   * Reads what the query says of ids on its first level and within its {@code $and}.
   *
   * @param idField null where the collection has no id field
   */
  static IdFilter of(@Nullable Document query, @Nullable String idField) {
    IdFilter filter = new IdFilter();
    if (query != null && idField != null) {
      filter.narrow(query, idField);
      filter.whole = query.size() == 1 && isListOfTexts(query.get(idField));
    }
    return filter;
  }

  /** The lowest id there can be; null: the first there is. */
  @Nullable Object from() {
    return from;
  }

  /** The highest id there can be; null: the last there is. */
  @Nullable Object to() {
    return to;
  }

  /** The only ids there can be, ascending; null: all in the range. */
  @Nullable NavigableSet<Object> ids() {
    return ids;
  }

  /**
   * Whether all that the query says is a list of texts, one of which is the id: then each document
   * of the walk matches. The library would look for each id in the whole list, 10 million
   * comparisons for the windows of 105 assets. Of numbers and documents, the map takes more for the
   * same than a query does.
   */
  boolean isWhole() {
    return whole;
  }

  private static boolean isListOfTexts(@Nullable Object wish) {
    return wish instanceof Document expression
        && expression.keySet().equals(Set.of("$in"))
        && expression.get("$in") instanceof Collection<?> values
        && values.stream().allMatch(String.class::isInstance);
  }

  private void narrow(Document query, String idField) {
    if (query.get("$and") instanceof Collection<?> clauses) {
      clauses.forEach(clause -> narrow((Document) clause, idField));
    }
    Object wish = query.get(idField);
    if (wish instanceof Document expression && isExpression(expression)) {
      expression.entrySet().forEach(this::narrow);
    } else if (query.containsKey(idField)) {
      equal(wish);
    }
  }

  private static boolean isExpression(Document value) {
    return value.keySet().stream().anyMatch(key -> key.startsWith("$"));
  }

  private void narrow(Map.Entry<String, Object> condition) {
    Object value = condition.getValue();
    switch (condition.getKey()) {
      case "$eq" -> equal(value);
      case "$in" -> in((Collection<?>) value);
      case "$gt", "$gte" -> from = from == null || ORDER.compare(value, from) > 0 ? value : from;
      case "$lt", "$lte" -> to = to == null || ORDER.compare(value, to) < 0 ? value : to;
      default -> {} // says nothing about a range
    }
  }

  private void equal(@Nullable Object value) {
    if (value != null && !BsonRegularExpression.isRegularExpression(value)) {
      keep(new TreeSet<>(ORDER), List.of(value));
    }
  }

  private void in(Collection<?> values) {
    if (values.stream().noneMatch(v -> v == null || BsonRegularExpression.isRegularExpression(v))) {
      keep(new TreeSet<>(ORDER), values);
    }
  }

  private void keep(NavigableSet<Object> wished, Collection<?> values) {
    wished.addAll(values);
    if (ids != null) {
      wished.retainAll(ids);
    }
    ids = wished;
  }
}
