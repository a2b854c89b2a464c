package io.dynamo.api;

import java.nio.ByteBuffer;

/**
 * What tells one cluster from another: the first 128 bits of a SHA-256 of the event that created it
 * (rule M2). Contexts, connections and data directories carry it.
 */
public record ClusterId(long high, long low) {
  /** The length of {@link #toBytes()}. */
  public static final int BYTES = 16;

  /**
   * Reads an id from 16 bytes.
   *
   * @throws IllegalArgumentException if there are not exactly 16
   */
  public static ClusterId fromBytes(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a cluster id has 16 bytes, was " + bytes.length);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new ClusterId(buffer.getLong(), buffer.getLong());
  }

  public byte[] toBytes() {
    return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
  }

  /** 32 hexadecimal digits. */
  @Override
  public String toString() {
    return Hex.of(high) + Hex.of(low);
  }
}
