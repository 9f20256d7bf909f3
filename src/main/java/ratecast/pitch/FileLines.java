package ratecast.pitch;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32C;

/**
 * The lines of a stream as slices of one buffer. A line ends with LF or CRLF, the last one also
 * with the file. Of a line that does not end within {@value #MAX_LINE} bytes of what is buffered
 * only so many are kept and the rest is read over: a file without a line end costs no memory. For
 * one thread; blocks while it reads.
 */
final class FileLines {
  static final int MAX_LINE = 512;
  static final int BUFFER = 1 << 18;

  private static final long LINE_FEEDS = 0x0A0A_0A0A_0A0A_0A0AL;
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private final CRC32C crc = new CRC32C();
  private int start;
  private int end;
  private int next;
  private int filled;
  private int summed; // from here to next is what the checksum has not taken yet

  FileLines(InputStream in) {
    this.in = in;
  }

  /** Turns to the next line; false where there is none. */
  boolean advance() throws IOException {
    int lineFeed = lineFeed(next);
    while (lineFeed < 0) {
      if (filled - next > MAX_LINE) {
        readOver();
        return true;
      }
      if (!fill()) {
        return last();
      }
      lineFeed = lineFeed(next);
    }
    turnTo(lineFeed);
    next = lineFeed + 1;
    return true;
  }

  /** Holds the line from {@link #start} to {@link #end}, until the next {@link #advance}. */
  byte[] bytes() {
    return buffer;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  /** CRC-32C of all bytes up to the end of this line, its LF included. */
  long crc() {
    sumTo(next);
    return crc.getValue();
  }

  /** In long pieces: 0.8 ns a line of 45 bytes, where a call for each line takes 11. */
  private void sumTo(int end) {
    crc.update(buffer, summed, end - summed);
    summed = end;
  }

  private void turnTo(int lineEnd) {
    start = next;
    end = lineEnd > start && buffer[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
  }

  private boolean last() {
    if (next == filled) {
      return false;
    }
    turnTo(filled);
    next = filled;
    return true;
  }

  /** Keeps the head of the line at the front of the buffer and looks for its end behind it. */
  private void readOver() throws IOException {
    sumTo(filled);
    System.arraycopy(buffer, next, buffer, 0, MAX_LINE);
    start = 0;
    end = MAX_LINE;
    int lineFeed = -1;
    int read = 0;
    while (lineFeed < 0 && read >= 0) {
      read = in.read(buffer, MAX_LINE, BUFFER - MAX_LINE);
      filled = MAX_LINE + Math.max(read, 0);
      lineFeed = lineFeed(MAX_LINE);
      next = lineFeed < 0 ? filled : lineFeed + 1;
      summed = MAX_LINE;
      sumTo(next);
    }
  }

  private boolean fill() throws IOException {
    sumTo(next);
    System.arraycopy(buffer, next, buffer, 0, filled - next);
    filled -= next;
    next = 0;
    summed = 0;
    int read = in.read(buffer, filled, BUFFER - filled);
    filled += Math.max(read, 0);
    return read >= 0;
  }

  /** Eight bytes at a time: the lowest byte that is a line feed has its high bit set. */
  private int lineFeed(int from) {
    int at = from;
    for (; at + Long.BYTES <= filled; at += Long.BYTES) {
      long difference = Digits.read(buffer, at) ^ LINE_FEEDS;
      long found = (difference - ONES) & ~difference & HIGH_BITS;
      if (found != 0) {
        return at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
      }
    }
    for (; at < filled; at++) {
      if (buffer[at] == '\n') {
        return at;
      }
    }
    return -1;
  }
}
