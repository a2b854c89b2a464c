package io.dynamo.protocol;

import com.google.protobuf.ByteString;
import io.dynamo.api.ByteReader;
import io.dynamo.api.ByteWriter;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.SiblingsFormat;
import io.dynamo.api.versioning.VersionVector;

/** Records and vectors as byte fields of messages, in the format of the disk. */
final class States {
  private States() {}

  /** A field of this state; empty if it is none. */
  static ByteString field(Siblings state) {
    return state.equals(Siblings.NONE)
        ? ByteString.EMPTY
        : Wire.field(SiblingsFormat.encode(state));
  }

  static Siblings state(ByteString field) {
    if (field.isEmpty()) {
      return Siblings.NONE;
    }
    ByteReader in = Wire.reader(field);
    Siblings state = SiblingsFormat.read(in);
    in.expectEnd();
    return state;
  }

  /** A field of this vector; empty if it is. */
  static ByteString field(VersionVector vector) {
    if (vector.isEmpty()) {
      return ByteString.EMPTY;
    }
    ByteWriter out = new ByteWriter(256);
    SiblingsFormat.writeVector(vector, out);
    return Wire.field(out.toBytes());
  }

  static VersionVector vector(ByteString field) {
    Siblings state = state(field);
    if (!state.versions().isEmpty() || !state.replaced().isEmpty()) {
      throw new IllegalArgumentException(
          "a vector came with " + state.versions().size() + " versions");
    }
    return state.vector();
  }
}
