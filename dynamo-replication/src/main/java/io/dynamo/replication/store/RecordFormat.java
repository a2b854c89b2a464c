package io.dynamo.replication.store;

import io.dynamo.api.ByteReader;
import io.dynamo.api.ByteWriter;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.SiblingsFormat;
import io.dynamo.api.versioning.Version;
import io.dynamo.replication.actor.LocalHeader;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A record as the engine holds it.
 *
 * <pre>
 * format(1)=1
 * flags(1): 1 with a header, 2 with a generation
 * header: incarnation(8), epoch (varint)
 * generation since which the record is as it is (varint); 0 if there is none
 * siblings as in {@link SiblingsFormat}
 * CRC-32C(4) over all before it
 * </pre>
 */
final class RecordFormat {
  private static final int FORMAT = 1;
  private static final int HEADER = 1;
  private static final int GENERATION = 2;
  private static final int CHECKSUM_BYTES = 4;

  private RecordFormat() {}

  static byte[] encode(StoredRecord stored) {
    ByteWriter out = new ByteWriter((int) Math.min(maxLength(stored.siblings()), 1 << 30));
    out.byte8(FORMAT);
    LocalHeader header = stored.header();
    out.byte8((header == null ? 0 : HEADER) | (stored.since() == 0 ? 0 : GENERATION));
    if (header != null) {
      out.long64(header.incarnation());
      out.varint(header.epoch());
    }
    if (stored.since() != 0) {
      out.varint(stored.since());
    }
    SiblingsFormat.write(stored.siblings(), out);
    out.int32(0);
    byte[] bytes = out.toBytes();
    int end = bytes.length - CHECKSUM_BYTES;
    ByteBuffer.wrap(bytes).putInt(end, checksum(bytes, end));
    return bytes;
  }

  /**
   * Reads a record and verifies its checksum, not those of the values in it.
   *
   * @throws DamagedRecordException if it is not what {@link #encode} wrote
   */
  static StoredRecord decode(byte[] bytes) {
    int end = bytes.length - CHECKSUM_BYTES;
    if (end < 2) {
      throw new DamagedRecordException("only " + bytes.length + " bytes", null);
    }
    int expected = new ByteReader(bytes, end, bytes.length).int32();
    int actual = checksum(bytes, end);
    if (actual != expected) {
      throw new DamagedRecordException(
          String.format("checksum is %08x, the record says %08x", actual, expected), null);
    }
    try {
      return read(new ByteReader(bytes, 0, end));
    } catch (IllegalArgumentException e) {
      throw new DamagedRecordException("cannot be read: " + e.getMessage(), e);
    }
  }

  private static StoredRecord read(ByteReader in) {
    int format = in.byte8();
    if (format != FORMAT) {
      throw new IllegalArgumentException("record of format " + format + ", known is " + FORMAT);
    }
    int flags = in.byte8();
    if (flags > (HEADER | GENERATION)) {
      throw new IllegalArgumentException("flags " + flags + ", known are 1 and 2");
    }
    @Nullable LocalHeader header =
        (flags & HEADER) == 0 ? null : new LocalHeader(in.long64(), in.varint());
    long since = (flags & GENERATION) == 0 ? 0 : in.varint();
    StoredRecord stored = new StoredRecord(header, SiblingsFormat.read(in), since);
    in.expectEnd();
    return stored;
  }

  /**
   * Verifies the checksum of each value, which was made where the value was written.
   *
   * @throws DamagedRecordException if one fails; the message names its dot
   */
  static void verifyValues(Siblings siblings) {
    for (Version version : siblings.versions()) {
      int actual = Version.checksum(version.value());
      if (actual != version.checksum()) {
        throw new DamagedRecordException(
            String.format(
                "checksum of value %s is %08x, the version says %08x",
                version.dot(), actual, version.checksum()),
            null);
      }
    }
  }

  /**
   * The most bytes that a record of this state takes, without encoding it: the values, and for each
   * entry the longest that it can be. An actor takes 51 bytes, a dot 20, a version without its dot
   * and value 34, an identity 16. What comes before the state takes 27.
   */
  static long maxLength(Siblings siblings) {
    return 64
        + siblings.valueBytes()
        + 71L * siblings.vector().entries().size()
        + 54L * siblings.versions().size()
        + 71L * twins(siblings)
        + 87L * siblings.replaced().size();
  }

  private static int twins(Siblings siblings) {
    int twins = 0;
    for (Version version : siblings.versions()) {
      twins += version.twins().size();
    }
    return twins;
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
