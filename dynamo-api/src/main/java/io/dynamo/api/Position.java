package io.dynamo.api;

import java.nio.ByteBuffer;

/**
 * A place on the ring: an unsigned number of 128 bits (Dynamo §4.1), the first 64 of them in {@code
 * high}. The order of positions is the clockwise order from 0.
 */
public record Position(long high, long low) implements Comparable<Position> {
  /** The length of {@link #toBytes()}. */
  public static final int BYTES = 16;

  /**
   * Reads a position from 16 bytes, most significant first.
   *
   * @throws IllegalArgumentException if there are not exactly 16
   */
  public static Position fromBytes(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a position has 16 bytes, was " + bytes.length);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new Position(buffer.getLong(), buffer.getLong());
  }

  /** The 16 bytes, most significant first: their unsigned order is the order of positions. */
  public byte[] toBytes() {
    return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
  }

  /**
   * The leaf of the hash tree that this position falls into (Dynamo §4.7): its first {@code bits}
   * bits.
   *
   * @param bits the leaf width of the cluster, 1 to 24
   */
  public int leaf(int bits) {
    if (bits < 1 || bits > 24) {
      throw new IllegalArgumentException("leaf width must be 1..24 bits, was " + bits);
    }
    return (int) (high >>> (64 - bits));
  }

  @Override
  public int compareTo(Position other) {
    int first = Long.compareUnsigned(high, other.high);
    return first != 0 ? first : Long.compareUnsigned(low, other.low);
  }

  /** 32 hexadecimal digits. */
  @Override
  public String toString() {
    return Hex.of(high) + Hex.of(low);
  }
}
