package io.dynamo.api;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The name of one object: any bytes, from 1 to {@value #MAX_BYTES} of them (Dynamo §4.1). Keys are
 * compared as unsigned bytes.
 */
public final class Key implements Comparable<Key> {
  /** The longest key, in bytes. */
  public static final int MAX_BYTES = 65_536;

  private final byte[] bytes;
  private final int hash;

  private Key(byte[] bytes) {
    if (bytes.length < 1 || bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "key must be 1.." + MAX_BYTES + " bytes, was " + bytes.length);
    }
    this.bytes = bytes;
    this.hash = Arrays.hashCode(bytes);
  }

  /**
   * A key of a copy of these bytes.
   *
   * @throws IllegalArgumentException if there are none, or more than {@value #MAX_BYTES}
   */
  public static Key of(byte[] bytes) {
    return new Key(bytes.clone());
  }

  /** A key of the UTF-8 bytes of this text. */
  public static Key of(String text) {
    return new Key(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The length in bytes. */
  public int size() {
    return bytes.length;
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Copies the bytes to {@code target}, from {@code offset} on. */
  public void copyTo(byte[] target, int offset) {
    System.arraycopy(bytes, 0, target, offset, bytes.length);
  }

  @Override
  public int compareTo(Key other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Key key && hash == key.hash && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** The key as text if it is printable ASCII, else as hexadecimal; cut after 64 bytes. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    boolean printable = true;
    int shown = Math.min(bytes.length, 64);
    for (int i = 0; i < shown; i++) {
      printable &= bytes[i] >= 0x20 && bytes[i] < 0x7f;
    }
    for (int i = 0; i < shown; i++) {
      if (printable) {
        text.append((char) bytes[i]);
      } else {
        text.append(Character.forDigit((bytes[i] >> 4) & 15, 16));
        text.append(Character.forDigit(bytes[i] & 15, 16));
      }
    }
    return bytes.length > shown ? text + "...(" + bytes.length + " bytes)" : text.toString();
  }
}
