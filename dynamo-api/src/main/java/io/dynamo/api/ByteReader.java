package io.dynamo.api;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what a {@link ByteWriter} wrote. The input is not trusted: whatever does not fit throws
 * {@link IllegalArgumentException}, and no length in it makes the reader allocate more than there
 * is. Not thread-safe.
 */
public final class ByteReader {
  private final byte[] bytes;
  private final int end;
  private int at;

  /** Reads all of the array, which must not change meanwhile. */
  public ByteReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  /** Reads from {@code from} (inclusive) to {@code end} (exclusive). */
  public ByteReader(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  /** 0 to 255. */
  public int byte8() {
    need(1);
    return bytes[at++] & 0xff;
  }

  public int int32() {
    need(4);
    int value = 0;
    for (int i = 0; i < 4; i++) {
      value = (value << 8) | (bytes[at++] & 0xff);
    }
    return value;
  }

  public long long64() {
    need(8);
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = (value << 8) | (bytes[at++] & 0xff);
    }
    return value;
  }

  /** What {@link ByteWriter#varint} wrote; of the ways to spell a number only the shortest. */
  public long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = byte8();
      value |= (long) (next & 0x7f) << shift;
      if ((next & 0x80) == 0) {
        if ((shift > 0 && next == 0) || (shift == 63 && next > 1)) {
          throw new IllegalArgumentException("number with needless bits before " + at);
        }
        return value;
      }
    }
    throw new IllegalArgumentException("number of more than 10 bytes before " + at);
  }

  /** A length, then so many bytes, as a copy. */
  public byte[] bytes() {
    long length = varint();
    if (length < 0 || length > end - at) {
      throw new IllegalArgumentException(
          "length " + length + " at " + at + ", only " + (end - at) + " bytes are left");
    }
    return raw((int) length);
  }

  /** So many bytes, as a copy. */
  public byte[] raw(int length) {
    need(length);
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  /** What {@link ByteWriter#text} wrote. */
  public String text() {
    byte[] utf8 = bytes();
    String text = new String(utf8, StandardCharsets.UTF_8);
    if (text.indexOf('\uFFFD') >= 0
        && !Arrays.equals(utf8, text.getBytes(StandardCharsets.UTF_8))) {
      throw new IllegalArgumentException("text before " + at + " is not UTF-8");
    }
    return text;
  }

  /**
   * A number of elements that follow.
   *
   * @param atLeastBytes how many bytes each takes at least: more elements than there is room for
   *     are refused
   */
  public int count(int atLeastBytes) {
    long count = varint();
    if (count < 0 || count > (end - at) / atLeastBytes) {
      throw new IllegalArgumentException(
          count + " elements at " + at + ", only " + (end - at) + " bytes are left");
    }
    return (int) count;
  }

  /** Where the next byte is read. */
  public int position() {
    return at;
  }

  /**
   * Checks that all was read.
   *
   * @throws IllegalArgumentException if bytes are left
   */
  public void expectEnd() {
    if (at != end) {
      throw new IllegalArgumentException(end - at + " bytes are left over at " + at);
    }
  }

  private void need(int length) {
    if (length < 0 || length > end - at) {
      throw new IllegalArgumentException(
          "needs " + length + " bytes at " + at + ", only " + (end - at) + " are left");
    }
  }
}
