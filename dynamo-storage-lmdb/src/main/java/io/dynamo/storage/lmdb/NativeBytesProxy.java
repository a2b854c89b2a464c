package io.dynamo.storage.lmdb;

import java.util.Arrays;
import java.util.Comparator;
import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.BufferProxy;

/**
 * How lmdbjava moves {@link NativeBytes}. Its own proxies either need JVM flags or allocate native
 * memory as large as the value for each put, which only the garbage collector gives back; with this
 * one a value is copied once, straight into the page reserved for it. No state.
 */
final class NativeBytesProxy extends BufferProxy<NativeBytes> {
  @Override
  protected NativeBytes allocate() {
    return NativeBytes.view();
  }

  @Override
  protected void deallocate(NativeBytes view) {}

  @Override
  protected byte[] getBytes(NativeBytes bytes) {
    return bytes.copy();
  }

  @Override
  protected Comparator<NativeBytes> getSignedComparator() {
    return getUnsignedComparator();
  }

  @Override
  protected Comparator<NativeBytes> getUnsignedComparator() {
    return (a, b) -> Arrays.compareUnsigned(a.copy(), b.copy());
  }

  @Override
  protected @Nullable Pointer in(NativeBytes bytes, Pointer struct) {
    struct.putLong(STRUCT_FIELD_OFFSET_SIZE, bytes.length());
    struct.putAddress(STRUCT_FIELD_OFFSET_DATA, bytes.address());
    return null;
  }

  /** A size to reserve: LMDB sets the address. */
  @Override
  protected @Nullable Pointer in(NativeBytes bytes, int size, Pointer struct) {
    struct.putLong(STRUCT_FIELD_OFFSET_SIZE, size);
    return null;
  }

  @Override
  protected NativeBytes out(NativeBytes bytes, Pointer struct) {
    bytes.pointTo(
        struct.getAddress(STRUCT_FIELD_OFFSET_DATA),
        Math.toIntExact(struct.getLong(STRUCT_FIELD_OFFSET_SIZE)));
    return bytes;
  }
}
