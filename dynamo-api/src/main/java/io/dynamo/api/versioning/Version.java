package io.dynamo.api.versioning;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
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
 * @param twins the dots of the same put that were made when it came a second time (rule V10), in
 *     order; nearly always empty. Whoever has seen one of them has seen the put.
 */
public record Version(
    Dot dot,
    long timestamp,
    boolean tombstone,
    byte[] value,
    int checksum,
    @Nullable RequestIdentity identity,
    List<Dot> twins)
    implements Comparable<Version> {

  public Version {
    twins = List.copyOf(twins);
    if (tombstone && value.length != 0) {
      throw new IllegalArgumentException(
          "a tombstone has no value, this one has " + value.length + " bytes");
    }
  }

  /** A version whose checksum is computed here. */
  public static Version of(
      Dot dot, long timestamp, byte[] value, @Nullable RequestIdentity identity) {
    return new Version(dot, timestamp, false, value, checksum(value), identity, List.of());
  }

  /** The version that a delete writes. */
  public static Version tombstone(Dot dot, long timestamp, @Nullable RequestIdentity identity) {
    byte[] nothing = new byte[0];
    return new Version(dot, timestamp, true, nothing, checksum(nothing), identity, List.of());
  }

  /** Whether this dot names the put. */
  public boolean isNamed(Dot name) {
    return dot.equals(name) || twins.contains(name);
  }

  /** Whether who has seen this has seen the put, by whichever of its dots. */
  public boolean isSeenBy(VersionVector seen) {
    if (seen.covers(dot)) {
      return true;
    }
    for (Dot twin : twins) {
      if (seen.covers(twin)) {
        return true;
      }
    }
    return false;
  }

  /** The one version of a put that came twice: under the lower dot, with all others as twins. */
  public Version with(Version other) {
    if (other.dot.equals(dot) && twins.containsAll(other.twins)) {
      return this;
    }
    Version lower = dot.compareTo(other.dot) <= 0 ? this : other;
    TreeSet<Dot> dots = new TreeSet<>(twins);
    dots.addAll(other.twins);
    dots.add(dot);
    dots.add(other.dot);
    dots.remove(lower.dot);
    return new Version(
        lower.dot,
        lower.timestamp,
        lower.tombstone,
        lower.value,
        lower.checksum,
        lower.identity,
        List.copyOf(dots));
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
        && Objects.equals(identity, version.identity)
        && twins.equals(version.twins);
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
