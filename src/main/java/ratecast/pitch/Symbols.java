package ratecast.pitch;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The short texts of a feed, each made once: a day names some ten thousand symbols in hundreds of
 * millions of lines. Found by their eight bytes packed in a long, so that a known one costs no
 * allocation. Bounded: past {@value #LIMIT} different texts, new ones are made each time they come.
 * For one thread.
 */
final class Symbols {
  static final int LIMIT = 1 << 16;

  /** Eight spaces: what a padded text is, where it is empty. */
  static final long BLANK = 0x2020_2020_2020_2020L;

  private static final int SLOTS = LIMIT * 2;
  private static final int SHIFT = Long.SIZE - Integer.numberOfTrailingZeros(SLOTS);
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

  private final long[] keys = new long[SLOTS];
  private final @Nullable String[] texts = new @Nullable String[SLOTS];
  private int size;

  /**
   * The text of eight characters padded with spaces, the first in the lowest byte. Null where it is
   * blank, starts with a space or holds a byte outside 0x20 to 0x7E.
   */
  @Nullable String find(long packed) {
    int slot = (int) ((packed * SPREAD) >>> SHIFT);
    String text = texts[slot];
    while (text != null) {
      if (keys[slot] == packed) {
        return text;
      }
      slot = (slot + 1) % SLOTS;
      text = texts[slot];
    }
    return make(packed, slot);
  }

  int size() {
    return size;
  }

  private @Nullable String make(long packed, int slot) {
    Optional<String> made = unpack(packed);
    if (made.isPresent() && size < LIMIT) {
      keys[slot] = packed;
      texts[slot] = made.get();
      size++;
    }
    return made.orElse(null);
  }

  private static Optional<String> unpack(long packed) {
    byte[] bytes = new byte[Long.BYTES];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (packed >>> (Byte.SIZE * i));
      if (bytes[i] < ' ' || bytes[i] > '~') {
        return Optional.empty();
      }
    }
    String text = new String(bytes, StandardCharsets.US_ASCII).stripTrailing();
    return text.isEmpty() || text.charAt(0) == ' ' ? Optional.empty() : Optional.of(text);
  }
}
