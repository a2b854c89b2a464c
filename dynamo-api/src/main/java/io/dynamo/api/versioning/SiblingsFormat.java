package io.dynamo.api.versioning;

import io.dynamo.api.ByteReader;
import io.dynamo.api.ByteWriter;
import io.dynamo.api.NodeId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Siblings as bytes, the same on the wire and on the disk, so that a record is sent as it is
 * stored. Canonical: equal states give equal bytes, and no others are read. A table of the actors
 * comes first; dots and vector refer to it by index.
 *
 * <pre>
 * format(1)=1  actors: count, {node, incarnation(8), epoch}...
 * vector: count, {actor, counter}...
 * versions: count, {actor, counter, timestamp(8), flags(1), [identity(16)], [twins: count, {actor, counter}...],
 *   checksum(4), length, value}...
 * replaced: count, {actor, counter, identity(16)}...
 * </pre>
 *
 * Numbers without a width are varints; a node is its length and its ASCII bytes.
 */
public final class SiblingsFormat {
  private static final int FORMAT = 1;
  private static final int TOMBSTONE = 1;
  private static final int IDENTIFIED = 2;
  private static final int TWINS = 4;

  private SiblingsFormat() {}

  /** Writes the state. */
  public static byte[] encode(Siblings siblings) {
    ByteWriter out = new ByteWriter((int) Math.min(siblings.valueBytes() + 256, 1 << 30));
    write(siblings, out);
    return out.toBytes();
  }

  /** Appends the state. */
  public static void write(Siblings siblings, ByteWriter out) {
    List<Actor> actors = actors(siblings);
    out.byte8(FORMAT);
    out.varint(actors.size());
    for (Actor actor : actors) {
      out.text(actor.node().value());
      out.long64(actor.incarnation());
      out.varint(actor.epoch());
    }
    out.varint(siblings.vector().entries().size());
    for (Dot dot : siblings.vector().entries()) {
      dot(dot, actors, out);
    }
    out.varint(siblings.versions().size());
    for (Version version : siblings.versions()) {
      version(version, actors, out);
    }
    out.varint(siblings.replaced().size());
    for (Replaced replaced : siblings.replaced()) {
      dot(replaced.by(), actors, out);
      identity(replaced.identity(), out);
    }
  }

  /** Appends a vector alone, as contexts have it. */
  public static void writeVector(VersionVector vector, ByteWriter out) {
    write(new Siblings(vector, List.of(), List.of()), out);
  }

  /**
   * Reads what {@link #write} wrote. Checksums of values are not verified here.
   *
   * @throws IllegalArgumentException if it is cut, damaged or of another format
   */
  public static Siblings decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    Siblings siblings = read(in);
    in.expectEnd();
    return siblings;
  }

  /** Reads one state from where the reader stands; see {@link #decode}. */
  public static Siblings read(ByteReader in) {
    int format = in.byte8();
    if (format != FORMAT) {
      throw new IllegalArgumentException("siblings of format " + format + ", known is " + FORMAT);
    }
    List<Actor> actors = new ArrayList<>();
    for (int i = in.count(11); i > 0; i--) {
      actors.add(new Actor(new NodeId(in.text()), in.long64(), in.varint()));
    }
    checkOrder(actors);
    List<Dot> entries = new ArrayList<>();
    for (int i = in.count(2); i > 0; i--) {
      entries.add(dot(actors, in));
    }
    VersionVector vector = VersionVector.of(entries);
    if (!vector.entries().equals(entries)) {
      throw new IllegalArgumentException("vector is not in the order of actors");
    }
    List<Version> versions = new ArrayList<>();
    for (int i = in.count(16); i > 0; i--) {
      versions.add(version(actors, in));
    }
    List<Replaced> replaced = new ArrayList<>();
    for (int i = in.count(18); i > 0; i--) {
      replaced.add(new Replaced(dot(actors, in), identity(in)));
    }
    Siblings siblings = new Siblings(vector, versions, replaced);
    if (actors(siblings).size() != actors.size()) {
      throw new IllegalArgumentException("an actor occurs in no dot");
    }
    return siblings;
  }

  private static void checkOrder(List<Actor> actors) {
    for (int i = 1; i < actors.size(); i++) {
      if (actors.get(i - 1).compareTo(actors.get(i)) >= 0) {
        throw new IllegalArgumentException("actors are not in order at " + actors.get(i));
      }
    }
  }

  /** All actors that occur, sorted. */
  private static List<Actor> actors(Siblings siblings) {
    List<Actor> actors = new ArrayList<>();
    for (Dot dot : siblings.vector().entries()) {
      actors.add(dot.actor());
    }
    for (Replaced replaced : siblings.replaced()) {
      if (!actors.contains(replaced.by().actor())) {
        actors.add(replaced.by().actor());
      }
    }
    actors.sort(null);
    return actors;
  }

  private static void version(Version version, List<Actor> actors, ByteWriter out) {
    dot(version.dot(), actors, out);
    out.long64(version.timestamp());
    RequestIdentity identity = version.identity();
    out.byte8(
        (version.tombstone() ? TOMBSTONE : 0)
            | (identity != null ? IDENTIFIED : 0)
            | (version.twins().isEmpty() ? 0 : TWINS));
    if (identity != null) {
      identity(identity, out);
    }
    if (!version.twins().isEmpty()) {
      out.varint(version.twins().size());
      version.twins().forEach(twin -> dot(twin, actors, out));
    }
    out.int32(version.checksum());
    out.bytes(version.value());
  }

  private static Version version(List<Actor> actors, ByteReader in) {
    Dot dot = dot(actors, in);
    long timestamp = in.long64();
    int flags = in.byte8();
    if ((flags & ~(TOMBSTONE | IDENTIFIED | TWINS)) != 0) {
      throw new IllegalArgumentException("unknown flags " + flags + " of " + dot);
    }
    @Nullable RequestIdentity identity = (flags & IDENTIFIED) != 0 ? identity(in) : null;
    List<Dot> twins = (flags & TWINS) != 0 ? twins(actors, in) : List.of();
    int checksum = in.int32();
    return new Version(
        dot, timestamp, (flags & TOMBSTONE) != 0, in.bytes(), checksum, identity, twins);
  }

  private static List<Dot> twins(List<Actor> actors, ByteReader in) {
    List<Dot> twins = new ArrayList<>();
    for (int i = in.count(2); i > 0; i--) {
      Dot twin = dot(actors, in);
      if (!twins.isEmpty() && twins.get(twins.size() - 1).compareTo(twin) >= 0) {
        throw new IllegalArgumentException("twins are not in order at " + twin);
      }
      twins.add(twin);
    }
    if (twins.isEmpty()) {
      throw new IllegalArgumentException("twins are told, but there are none");
    }
    return twins;
  }

  private static void dot(Dot dot, List<Actor> actors, ByteWriter out) {
    out.varint(actors.indexOf(dot.actor()));
    out.varint(dot.counter());
  }

  private static Dot dot(List<Actor> actors, ByteReader in) {
    long index = in.varint();
    if (index < 0 || index >= actors.size()) {
      throw new IllegalArgumentException("actor " + index + " of " + actors.size());
    }
    return new Dot(actors.get((int) index), in.varint());
  }

  private static void identity(RequestIdentity identity, ByteWriter out) {
    out.long64(identity.high());
    out.long64(identity.low());
  }

  private static RequestIdentity identity(ByteReader in) {
    return new RequestIdentity(in.long64(), in.long64());
  }
}
