package io.dynamo.storage.lmdb;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Cursor;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.GetOp;
import org.lmdbjava.Txn;

/**
 * The two tables of one environment, and where a record stands in them. LMDB takes keys of at most
 * 511 bytes, so a key of up to 510 stands in the first table as it is; longer ones that share 511
 * bytes are one {@link Bucket} there, under these bytes, and their values stand in the second table
 * under numbers.
 *
 * <p>The order comes out right by itself: the 511 bytes of a bucket are never a plain key, and a
 * plain key is less or greater than all keys of a bucket at once, as it differs from them within
 * their shared bytes or is a prefix of these.
 *
 * <p>All calls are made within the caller's transaction, with the caller's key buffer.
 */
final class Records {
  /** The longest key that LMDB takes. */
  static final int BUCKET_KEY_BYTES = 511;

  private final Dbi<NativeBytes> plain;
  private final Dbi<NativeBytes> longValues;

  Records(Env<NativeBytes> env) {
    this.plain = env.openDbi("records", DbiFlags.MDB_CREATE);
    this.longValues = env.openDbi("long-values", DbiFlags.MDB_CREATE);
  }

  byte @Nullable [] get(Txn<NativeBytes> txn, NativeBytes buffer, byte[] key) {
    if (key.length < BUCKET_KEY_BYTES) {
      return copy(plain.get(txn, buffer.fill(key, key.length)));
    }
    Long number = bucket(txn, buffer, key).number(rest(key));
    return number == null ? null : copy(longValues.get(txn, number(buffer, number)));
  }

  void put(Txn<NativeBytes> txn, NativeBytes buffer, byte[] key, byte[] value) {
    if (key.length < BUCKET_KEY_BYTES) {
      store(plain, txn, buffer.fill(key, key.length), value);
      return;
    }
    Bucket bucket = bucket(txn, buffer, key);
    Long number = bucket.number(rest(key));
    if (number == null) {
      number = nextNumber(txn);
      byte[] more = bucket.with(rest(key), number).encode();
      store(plain, txn, buffer.fill(key, BUCKET_KEY_BYTES), more);
    }
    store(longValues, txn, number(buffer, number), value);
  }

  void remove(Txn<NativeBytes> txn, NativeBytes buffer, byte[] key) {
    if (key.length < BUCKET_KEY_BYTES) {
      plain.delete(txn, buffer.fill(key, key.length));
      return;
    }
    Bucket bucket = bucket(txn, buffer, key);
    Long number = bucket.number(rest(key));
    if (number == null) {
      return;
    }
    longValues.delete(txn, number(buffer, number));
    Bucket left = bucket.without(rest(key));
    buffer.fill(key, BUCKET_KEY_BYTES);
    if (left.isEmpty()) {
      plain.delete(txn, buffer);
    } else {
      store(plain, txn, buffer, left.encode());
    }
  }

  /** Adds to the page, which stands at its first key, until it takes no more. */
  void read(Txn<NativeBytes> txn, NativeBytes buffer, ScanPage page) {
    byte[] from = page.from();
    try (Cursor<NativeBytes> cursor = plain.openCursor(txn)) {
      boolean found =
          from.length == 0
              ? cursor.first()
              : cursor.get(
                  buffer.fill(from, Math.min(from.length, BUCKET_KEY_BYTES)), GetOp.MDB_SET_RANGE);
      while (found) {
        byte[] key = cursor.key().copy();
        boolean more =
            key.length < BUCKET_KEY_BYTES
                ? page.accept(key, cursor.val()::copy)
                : readBucket(txn, buffer, key, Bucket.parse(cursor.val().copy()), page);
        if (!more) {
          return;
        }
        found = cursor.next();
      }
    }
    page.end();
  }

  private boolean readBucket(
      Txn<NativeBytes> txn, NativeBytes buffer, byte[] shared, Bucket bucket, ScanPage page) {
    for (Bucket.Entry entry : bucket.entries()) {
      byte[] key = Arrays.copyOf(shared, shared.length + entry.rest().length);
      System.arraycopy(entry.rest(), 0, key, shared.length, entry.rest().length);
      if (!page.accept(key, () -> longValues.get(txn, number(buffer, entry.number())).copy())) {
        return false;
      }
    }
    return true;
  }

  private Bucket bucket(Txn<NativeBytes> txn, NativeBytes buffer, byte[] key) {
    byte[] stored = copy(plain.get(txn, buffer.fill(key, BUCKET_KEY_BYTES)));
    return stored == null ? Bucket.EMPTY : Bucket.parse(stored);
  }

  /** One above the highest in use. */
  private long nextNumber(Txn<NativeBytes> txn) {
    try (Cursor<NativeBytes> cursor = longValues.openCursor(txn)) {
      return cursor.last() ? ByteBuffer.wrap(cursor.key().copy()).getLong() + 1 : 0;
    }
  }

  private static byte[] rest(byte[] key) {
    return Arrays.copyOfRange(key, BUCKET_KEY_BYTES, key.length);
  }

  private static NativeBytes number(NativeBytes buffer, long number) {
    return buffer.fill(ByteBuffer.allocate(Long.BYTES).putLong(number).array(), Long.BYTES);
  }

  private static void store(
      Dbi<NativeBytes> table, Txn<NativeBytes> txn, NativeBytes key, byte[] value) {
    table.reserve(txn, key, value.length).fill(value, value.length);
  }

  private static byte @Nullable [] copy(@Nullable NativeBytes found) {
    return found == null ? null : found.copy();
  }
}
