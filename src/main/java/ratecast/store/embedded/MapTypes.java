package ratecast.store.embedded;

import org.h2.mvstore.MVMap;
import org.h2.mvstore.type.ByteArrayDataType;

/** How a collection's map is built: ids in MongoDB's order, documents as their BSON. */
final class MapTypes {
  private MapTypes() {}

  /**
   * Bytes and not objects as values: a twentieth of the memory, and nobody can change what another
   * thread is writing to disk.
   */
  static MVMap.Builder<Object, byte[]> builder() {
    return new MVMap.Builder<Object, byte[]>()
        .keyType(new IdType())
        .valueType(ByteArrayDataType.INSTANCE);
  }
}
