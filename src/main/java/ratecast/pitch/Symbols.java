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

  private static final int FIRST_SLOTS = 1 << 10;
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

  private long[] keys = new long[FIRST_SLOTS];
  private @Nullable String[] texts = new @Nullable String[FIRST_SLOTS];
  private int size;

  /**
   * The text of eight characters padded with spaces, the first in the lowest byte. Null where it is
   * blank, starts with a space or holds a byte outside 0x20 to 0x7E.
   */
  @Nullable String find(long packed) {
    int slot = slot(packed);
    String text = texts[slot];
    return text == null ? make(packed, slot) : text;
  }

  int size() {
    return size;
  }

  /** Where the text is, or the free slot where it would be; half of the slots stay free. */
  private int slot(long packed) {
    int slot = (int) ((packed * SPREAD) >>> (Long.numberOfLeadingZeros(keys.length) + 1));
    while (texts[slot] != null && keys[slot] != packed) {
      slot = (slot + 1) & (keys.length - 1);
    }
    return slot;
  }

  private @Nullable String make(long packed, int slot) {
    Optional<String> made = unpack(packed);
    if (made.isPresent() && size < LIMIT) {
      keys[slot] = packed;
      texts[slot] = made.get();
      size++;
      if (size * 2 > keys.length) {
        grow();
      }
    }
    return made.orElse(null);
  }

  private void grow() {
    long[] oldKeys = keys;
    @Nullable String[] oldTexts = texts;
    keys = new long[oldKeys.length * 2];
    texts = new @Nullable String[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldTexts[i] != null) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        texts[slot] = oldTexts[i];
      }
    }
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
