package io.dynamo.api.versioning;

import java.util.Arrays;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One value of a key as one put wrote it (Dynamo §4.4: "each modification is a new and immutable
 * version"), or a tombstone, the version that a delete writes (rule D1).
 *
 * @param dot the name of the write
 * @param timestamp when it was written by its coordinator's clock: milliseconds since 1970 times
 *     65,536, plus a count within the millisecond. It never decides what is kept; resolvers may use
 *     it.
 * @param tombstone whether it stands for "deleted"; its value is then empty
 * @param value shared, not copied: nobody may change it
 * @param checksum CRC-32C of the value, made once where it was written and carried along
 * @param identity of the put, if it had a request id
 */
public record Version(
    Dot dot,
    long timestamp,
    boolean tombstone,
    byte[] value,
    int checksum,
    @Nullable RequestIdentity identity)
    implements Comparable<Version> {

  public Version {
    if (tombstone && value.length != 0) {
      throw new IllegalArgumentException(
          "a tombstone has no value, this one has " + value.length + " bytes");
    }
  }

  /** A version whose checksum is computed here. */
  public static Version of(
      Dot dot, long timestamp, byte[] value, @Nullable RequestIdentity identity) {
    return new Version(dot, timestamp, false, value, checksum(value), identity);
  }

  /** The version that a delete writes. */
  public static Version tombstone(Dot dot, long timestamp, @Nullable RequestIdentity identity) {
    byte[] nothing = new byte[0];
    return new Version(dot, timestamp, true, nothing, checksum(nothing), identity);
  }

  /** The CRC-32C of these bytes. */
  public static int checksum(byte[] value) {
    CRC32C crc = new CRC32C();
    crc.update(value, 0, value.length);
    return (int) crc.getValue();
  }

  /** By dot: the order in which a state keeps its versions. */
  @Override
  public int compareTo(Version other) {
    return dot.compareTo(other.dot);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Version version
        && dot.equals(version.dot)
        && timestamp == version.timestamp
        && tombstone == version.tombstone
        && checksum == version.checksum
        && Arrays.equals(value, version.value)
        && Objects.equals(identity, version.identity);
  }

  @Override
  public int hashCode() {
    return 31 * dot.hashCode() + checksum;
  }

  @Override
  public String toString() {
    return dot + (tombstone ? "=tombstone" : "=" + value.length + " bytes");
  }
}
