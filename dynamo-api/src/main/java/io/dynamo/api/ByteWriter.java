package io.dynamo.api;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Appends numbers and byte strings to a growing array: the small codec under records, contexts and
 * membership events. Big-endian; varints have 7 bits a byte, the lowest first. More than 2 GiB
 * throws {@link ArithmeticException}. Not thread-safe.
 */
public final class ByteWriter {
  private byte[] bytes;
  private int length;

  /** A writer that expects about so many bytes. */
  public ByteWriter(int expected) {
    this.bytes = new byte[Math.max(16, expected)];
  }

  /** The lowest 8 bits. */
  public void byte8(int value) {
    ensure(1);
    bytes[length++] = (byte) value;
  }

  public void int32(int value) {
    ensure(4);
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes[length++] = (byte) (value >>> shift);
    }
  }

  public void long64(long value) {
    ensure(8);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[length++] = (byte) (value >>> shift);
    }
  }

  /** 1 to 10 bytes; small numbers that are not negative take the fewest. */
  public void varint(long value) {
    ensure(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  /** The length as a varint, then the bytes. */
  public void bytes(byte[] value) {
    varint(value.length);
    raw(value);
  }

  /** The bytes alone. */
  public void raw(byte[] value) {
    ensure(value.length);
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
  }

  /** The UTF-8 bytes, with their length. */
  public void text(String value) {
    bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  /** How many bytes were written. */
  public int length() {
    return length;
  }

  /** A copy of what was written. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  private void ensure(int more) {
    if (more > bytes.length - length) {
      int needed = Math.addExact(length, more);
      bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length + (bytes.length >> 1)));
    }
  }
}
