package io.dynamo.protocol;

import com.google.protobuf.ByteOutput;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.dynamo.api.ByteReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Byte fields of messages, without copies where the owner of the array allows it. */
final class Wire {
  private Wire() {}

  /** A field of these bytes, which must not change until the message is written. */
  static ByteString field(byte[] bytes) {
    return UnsafeByteOperations.unsafeWrap(bytes);
  }

  /** A copy of the field. */
  static byte[] bytes(ByteString field) {
    return field.toByteArray();
  }

  /** A copy of the field, or null if it is absent. */
  static byte @Nullable [] bytesIf(boolean present, ByteString field) {
    return present ? field.toByteArray() : null;
  }

  /** Reads the field where it lies in its frame. */
  static ByteReader reader(ByteString field) {
    if (field.isEmpty()) {
      return new ByteReader(new byte[0]);
    }
    Place place = new Place();
    try {
      UnsafeByteOperations.unsafeWriteTo(field, place);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be read", e);
    }
    ByteReader reader = place.reader;
    return reader != null ? reader : new ByteReader(field.toByteArray());
  }

  /** Notes in which array a field lies; knows only those that lie in one piece. */
  private static final class Place extends ByteOutput {
    private @Nullable ByteReader reader;

    @Override
    public void writeLazy(byte[] value, int offset, int length) {
      reader = new ByteReader(value, offset, offset + length);
    }

    @Override
    public void write(byte value) {}

    @Override
    public void write(byte[] value, int offset, int length) {}

    @Override
    public void write(ByteBuffer value) {}

    @Override
    public void writeLazy(ByteBuffer value) {}
  }
}
