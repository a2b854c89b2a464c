package io.dynamo.storage.lmdb;

import java.util.Objects;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import org.jspecify.annotations.Nullable;

/**
 * Bytes outside the heap, as LMDB takes and gives them: a key buffer of our own, or a view of pages
 * in the map. A view is valid only within its transaction. For one thread.
 */
final class NativeBytes {
  private static final Runtime RUNTIME = Runtime.getSystemRuntime();

  private @Nullable Pointer memory;
  private int length;

  private NativeBytes(@Nullable Pointer memory) {
    this.memory = memory;
  }

  /** A view of nothing yet. */
  static NativeBytes view() {
    return new NativeBytes(null);
  }

  /** A buffer of this many bytes, released when it is collected. */
  static NativeBytes buffer(int capacity) {
    return new NativeBytes(Memory.allocateDirect(RUNTIME, capacity));
  }

  /** Copies the first bytes of the array in; they become all that is here. */
  NativeBytes fill(byte[] source, int count) {
    pointer().put(0, source, 0, count);
    length = count;
    return this;
  }

  void pointTo(long address, int size) {
    memory = Pointer.wrap(RUNTIME, address, size);
    length = size;
  }

  long address() {
    return pointer().address();
  }

  int length() {
    return length;
  }

  byte[] copy() {
    byte[] bytes = new byte[length];
    pointer().get(0, bytes, 0, length);
    return bytes;
  }

  private Pointer pointer() {
    return Objects.requireNonNull(memory, "a view that was never set");
  }
}
