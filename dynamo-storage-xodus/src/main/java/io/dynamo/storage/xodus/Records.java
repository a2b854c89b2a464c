package io.dynamo.storage.xodus;

import io.dynamo.api.storage.StorageException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import jetbrains.exodus.ArrayByteIterable;
import jetbrains.exodus.ByteIterable;
import jetbrains.exodus.env.Cursor;
import jetbrains.exodus.env.Environment;
import jetbrains.exodus.env.Store;
import jetbrains.exodus.env.StoreConfig;
import jetbrains.exodus.env.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * The two stores of one environment, and where a record stands in them. Xodus takes no record
 * larger than a file of its log, 8 MiB. A value of up to {@value #CHUNK_BYTES} bytes stands under
 * its key, behind a byte that is 0; of a larger one there stand a byte that is 1, its length and a
 * number, and its chunks are in the second store under (number, index).
 *
 * <p>All calls are made within the caller's transaction.
 */
final class Records {
  static final int CHUNK_BYTES = 1 << 20;

  private static final byte WHOLE = 0;
  private static final byte CHUNKED = 1;

  private final Store plain;
  private final Store chunks;

  private Records(Store plain, Store chunks) {
    this.plain = plain;
    this.chunks = chunks;
  }

  static Records open(Environment environment) {
    return environment.computeInTransaction(
        txn ->
            new Records(
                environment.openStore("records", StoreConfig.WITHOUT_DUPLICATES, txn),
                environment.openStore("chunks", StoreConfig.WITHOUT_DUPLICATES, txn)));
  }

  byte @Nullable [] get(Transaction txn, byte[] key) {
    ByteIterable stored = plain.get(txn, new ArrayByteIterable(key));
    return stored == null ? null : value(txn, stored);
  }

  void put(Transaction txn, byte[] key, byte[] value) {
    removeChunks(txn, key);
    plain.put(txn, copyOf(key), value.length > CHUNK_BYTES ? chunked(txn, value) : whole(value));
  }

  void remove(Transaction txn, byte[] key) {
    removeChunks(txn, key);
    plain.delete(txn, new ArrayByteIterable(key));
  }

  /** Adds to the page, from its first key, until it takes no more. */
  void read(Transaction txn, ScanPage page) {
    try (Cursor cursor = plain.openCursor(txn)) {
      boolean found = cursor.getSearchKeyRange(new ArrayByteIterable(page.from())) != null;
      while (found) {
        ByteIterable stored = cursor.getValue();
        if (!page.accept(bytes(cursor.getKey(), 0), () -> value(txn, stored))) {
          return;
        }
        found = cursor.getNext();
      }
    }
    page.end();
  }

  private byte[] value(Transaction txn, ByteIterable stored) {
    if (stored.getBytesUnsafe()[0] == WHOLE) {
      return bytes(stored, 1);
    }
    ByteBuffer header = ByteBuffer.wrap(bytes(stored, 1));
    ByteBuffer value = ByteBuffer.allocate(header.getInt());
    long number = header.getLong();
    for (int index = 0; value.hasRemaining(); index++) {
      ByteIterable chunk = chunks.get(txn, chunkKey(number, index));
      if (chunk == null) {
        throw new StorageException("chunk " + index + " of value " + number + " is missing");
      }
      value.put(chunk.getBytesUnsafe(), 0, chunk.getLength());
    }
    return value.array();
  }

  private static ByteIterable whole(byte[] value) {
    byte[] stored = new byte[1 + value.length];
    stored[0] = WHOLE;
    System.arraycopy(value, 0, stored, 1, value.length);
    return new ArrayByteIterable(stored);
  }

  private ByteIterable chunked(Transaction txn, byte[] value) {
    long number = nextNumber(txn);
    for (int index = 0; index * CHUNK_BYTES < value.length; index++) {
      int begin = index * CHUNK_BYTES;
      int end = Math.min(begin + CHUNK_BYTES, value.length);
      chunks.put(
          txn,
          chunkKey(number, index),
          new ArrayByteIterable(Arrays.copyOfRange(value, begin, end)));
    }
    ByteBuffer header = ByteBuffer.allocate(1 + Integer.BYTES + Long.BYTES);
    header.put(CHUNKED).putInt(value.length).putLong(number);
    return new ArrayByteIterable(header.array());
  }

  private void removeChunks(Transaction txn, byte[] key) {
    ByteIterable stored = plain.get(txn, new ArrayByteIterable(key));
    if (stored == null || stored.getBytesUnsafe()[0] == WHOLE) {
      return;
    }
    ByteBuffer header = ByteBuffer.wrap(bytes(stored, 1));
    int length = header.getInt();
    long number = header.getLong();
    for (int index = 0; index * CHUNK_BYTES < length; index++) {
      chunks.delete(txn, chunkKey(number, index));
    }
  }

  /** One above the highest in use. */
  private long nextNumber(Transaction txn) {
    try (Cursor cursor = chunks.openCursor(txn)) {
      return cursor.getLast() ? ByteBuffer.wrap(bytes(cursor.getKey(), 0)).getLong() + 1 : 0;
    }
  }

  private static ByteIterable chunkKey(long number, int index) {
    return new ArrayByteIterable(
        ByteBuffer.allocate(Long.BYTES + Integer.BYTES).putLong(number).putInt(index).array());
  }

  private static ByteIterable copyOf(byte[] bytes) {
    return new ArrayByteIterable(bytes.clone());
  }

  /** The array that Xodus has may be its own, and longer than the bytes. */
  private static byte[] bytes(ByteIterable iterable, int from) {
    return Arrays.copyOfRange(iterable.getBytesUnsafe(), from, iterable.getLength());
  }
}
