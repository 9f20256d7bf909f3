package ratecast.store.embedded;

import de.bwaldvogel.mongo.backend.ValueComparator;
import de.bwaldvogel.mongo.bson.Document;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;
import org.h2.mvstore.type.StringDataType;

/**
 * Ids as keys, in MongoDB's comparison order. Strings, which points have, go the short way; any
 * other value is written as a document with one field, which keeps its type.
 */
final class IdType extends BasicDataType<Object> {
  private static final byte TEXT = 0;
  private static final byte OTHER = 1;
  private static final String FIELD = "i";

  /** What an id that is not a string weighs, about; only the cache's bound depends on it. */
  private static final int OTHER_MEMORY = 48;

  @Override
  public int compare(Object a, Object b) {
    return a instanceof String left && b instanceof String right
        ? left.compareTo(right)
        : ValueComparator.ascWithoutListHandling().compare(a, b);
  }

  @Override
  public int getMemory(Object id) {
    return id instanceof String text ? StringDataType.INSTANCE.getMemory(text) : OTHER_MEMORY;
  }

  @Override
  public void write(WriteBuffer out, Object id) {
    if (id instanceof String text) {
      StringDataType.INSTANCE.write(out.put(TEXT), text);
    } else {
      byte[] bytes = Bson.bytes(new Document(FIELD, id));
      out.put(OTHER).putVarInt(bytes.length).put(bytes);
    }
  }

  @Override
  public Object read(ByteBuffer in) {
    if (in.get() == TEXT) {
      return StringDataType.INSTANCE.read(in);
    }
    byte[] bytes = new byte[DataUtils.readVarInt(in)];
    in.get(bytes);
    return Objects.requireNonNull(Bson.document(bytes).get(FIELD));
  }

  @Override
  public Object[] createStorage(int size) {
    return new Object[size];
  }
}
