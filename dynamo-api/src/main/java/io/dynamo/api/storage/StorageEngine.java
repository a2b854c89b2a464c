package io.dynamo.api.storage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A local ordered map of bytes (Dynamo §5, "local persistence engine"). It knows no versions,
 * replicas or ring. Calls block. One thread writes, many read at the same time; a reader sees each
 * batch whole or not at all.
 *
 * <p>Keys are 1 to {@value #MAX_KEY_BYTES} bytes, values 0 to {@value #MAX_VALUE_BYTES}; the
 * platform stays within that, other lengths are an {@link IllegalArgumentException}. Arrays belong
 * to the caller: an engine copies what it keeps, and what it hands out is a copy.
 */
public interface StorageEngine extends AutoCloseable {
  /** The longest key: a {@link io.dynamo.api.Key} and the 16 bytes of its position. */
  int MAX_KEY_BYTES = 65_536 + 16;

  /**
   * The longest value: the record that five coordinators make who reach the bound of siblings at
   * the same time, each with a value more (rule V11).
   */
  int MAX_VALUE_BYTES = 256 << 20;

  /**
   * The value under this key.
   *
   * @return a copy, or null if there is none
   * @throws StorageException if it cannot be read; nothing has changed
   */
  byte @Nullable [] get(byte[] key);

  /**
   * Does all of the batch, in its order, or nothing: the later of two mutations of one key wins. On
   * return it survives the end of the process, not yet that of the machine.
   *
   * @throws StorageFullException if the disk is full; nothing has changed, the engine can still be
   *     read, and writes succeed again when there is room
   * @throws StorageException if it failed for another reason; nothing has changed
   */
  void write(List<Mutation> batch);

  /**
   * Makes every write that has returned survive the end of the machine. If it throws, nothing more
   * may be acknowledged: the caller stops writing.
   */
  void sync();

  /**
   * Shows the visitor each record in unsigned order of keys, from {@code from} (inclusive; empty:
   * from the first) to {@code to} (exclusive; null: to the end), until it returns false. A record
   * that is there for the whole of the scan is shown once; one written or removed meanwhile may or
   * may not be. No long transaction is held: a scan of everything never stops writes or pins pages.
   *
   * @throws StorageException if it cannot be read
   */
  void scan(byte[] from, byte @Nullable [] to, RecordVisitor visitor);

  /**
   * Releases files and locks. Later calls throw {@link IllegalStateException}; closing twice is
   * nothing.
   */
  @Override
  void close();
}
