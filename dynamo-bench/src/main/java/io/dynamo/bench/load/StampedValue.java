package io.dynamo.bench.load;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What a put of a run writes: who wrote it, under which key, as the how-manieth of that key. A
 * checksum covers all bytes, filler too.
 *
 * @param writer of the run, random
 * @param key number of the key
 * @param sequence 1 for the first put of the key
 */
record StampedValue(long writer, int key, int sequence) {
  /** The shortest value: stamp and checksum. */
  static final int LEAST_BYTES = 8 + 4 + 4 + 4;

  /** The value, filled up to this length. */
  byte[] encode(int bytes) {
    if (bytes < LEAST_BYTES) {
      throw new IllegalArgumentException(
          "a value has at least " + LEAST_BYTES + " bytes, was " + bytes);
    }
    byte[] value = new byte[bytes];
    ByteBuffer buffer = ByteBuffer.wrap(value);
    buffer.putLong(writer).putInt(key).putInt(sequence);
    for (int i = LEAST_BYTES; i < bytes; i++) {
      value[i] = (byte) (sequence * 31 + i);
    }
    buffer.putInt(checksum(value));
    return value;
  }

  /** What stands in a value, or null if these bytes were never made by {@link #encode}. */
  static @Nullable StampedValue decode(byte[] value) {
    if (value.length < LEAST_BYTES) {
      return null;
    }
    ByteBuffer buffer = ByteBuffer.wrap(value);
    StampedValue stamp = new StampedValue(buffer.getLong(), buffer.getInt(), buffer.getInt());
    return buffer.getInt() == checksum(value) ? stamp : null;
  }

  /** Of all but the checksum itself. */
  private static int checksum(byte[] value) {
    CRC32C crc = new CRC32C();
    crc.update(value, 0, LEAST_BYTES - 4);
    crc.update(value, LEAST_BYTES, value.length - LEAST_BYTES);
    return (int) crc.getValue();
  }
}
