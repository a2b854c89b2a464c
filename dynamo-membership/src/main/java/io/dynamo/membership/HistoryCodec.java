package io.dynamo.membership;

import io.dynamo.api.ByteReader;
import io.dynamo.api.ByteWriter;
import io.dynamo.api.ClusterId;
import io.dynamo.api.NodeId;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.MembershipHistory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of histories and events, on the wire and in the node's log. They are canonical: an
 * event has one form only, because the cluster id is a hash of it and because merging tells events
 * apart by their bytes (rule M2). What a decoder accepts encodes to the same bytes again.
 *
 * <p>A history is a format byte, the cluster id and the events, each with its length. An event is a
 * byte for its kind, its Lamport time, and what belongs to the kind. Kinds are never used again for
 * something else, and what stands under a kind never changes: an event that needs more is a new
 * kind.
 *
 * <p>Events after the first one (join, leave, ...) come as further records of {@link
 * MembershipEvent}, with kinds from 2 on. A node that is older than such an event can still order
 * it and pass it on, because length, kind and time are readable without knowing the rest: with the
 * first of them an {@code Unknown(kind, lamportTime, bytes)} event joins the family, which is
 * stored, merged and sent on byte for byte. Such a node must not compute a ring from a history that
 * holds one, as it would be another ring than everyone else's. Until then this decoder refuses
 * unknown kinds.
 */
public final class HistoryCodec {
  private static final int FORMAT = 1;
  private static final int CREATE = 1;

  /** The least that an event takes. */
  private static final int MIN_EVENT_BYTES = 3;

  private static final int MIN_MEMBER_BYTES = 8;

  private HistoryCodec() {}

  public static byte[] encode(MembershipHistory history) {
    ByteWriter writer = new ByteWriter(256);
    writer.byte8(FORMAT);
    writer.raw(history.clusterId().toBytes());
    writer.varint(history.events().size());
    for (MembershipEvent event : history.events()) {
      writer.bytes(encode(event));
    }
    return writer.toBytes();
  }

  /**
   * Reads what {@link #encode(MembershipHistory)} wrote.
   *
   * @throws IllegalArgumentException if it is damaged, of a newer version, or its cluster id is not
   *     the hash of its create event; the message says which
   */
  public static MembershipHistory decode(byte[] bytes) {
    try {
      ByteReader reader = new ByteReader(bytes);
      int format = reader.byte8();
      if (format != FORMAT) {
        throw new IllegalArgumentException("format must be " + FORMAT + ", was " + format);
      }
      ClusterId clusterId = ClusterId.fromBytes(reader.raw(ClusterId.BYTES));
      List<MembershipEvent> events = new ArrayList<>();
      for (int left = reader.count(MIN_EVENT_BYTES); left > 0; left--) {
        events.add(decodeEvent(reader.bytes()));
      }
      reader.expectEnd();
      MembershipHistory history = new MembershipHistory(clusterId, events);
      check(history, bytes);
      return history;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("no readable membership history: " + e.getMessage(), e);
    }
  }

  /** The canonical bytes of one event. */
  static byte[] encode(MembershipEvent event) {
    ByteWriter writer = new ByteWriter(128);
    if (event instanceof MembershipEvent.Create create) {
      writer.byte8(CREATE);
      writer.varint(create.lamportTime());
      encodeSettings(create.settings(), writer);
      encodeMembers(create.members(), writer);
      encodeNonce(create.nonce(), writer);
    }
    return writer.toBytes();
  }

  private static MembershipEvent decodeEvent(byte[] bytes) {
    ByteReader reader = new ByteReader(bytes);
    int kind = reader.byte8();
    long lamportTime = reader.varint();
    if (kind != CREATE) {
      throw new IllegalArgumentException(
          "event of kind " + kind + " at time " + lamportTime + "; a newer version may know it");
    }
    if (lamportTime != 0) {
      throw new IllegalArgumentException("a create event at time " + lamportTime + ", not 0");
    }
    ClusterSettings settings = decodeSettings(reader);
    List<Member> members = decodeMembers(reader);
    MembershipEvent event = new MembershipEvent.Create(settings, members, decodeNonce(reader));
    reader.expectEnd();
    return event;
  }

  private static void encodeSettings(ClusterSettings settings, ByteWriter writer) {
    writer.text(settings.name());
    writer.varint(settings.partitions());
    writer.varint(settings.replicas());
    writer.varint(settings.readQuorum());
    writer.varint(settings.writeQuorum());
    writer.text(settings.partitioning());
    writer.text(settings.versioning());
    writer.varint(settings.leafBits());
  }

  private static ClusterSettings decodeSettings(ByteReader reader) {
    return new ClusterSettings(
        reader.text(),
        number(reader),
        number(reader),
        number(reader),
        number(reader),
        reader.text(),
        reader.text(),
        number(reader));
  }

  private static void encodeMembers(List<Member> members, ByteWriter writer) {
    writer.varint(members.size());
    for (Member member : members) {
      writer.text(member.id().value());
      writer.text(member.host());
      writer.varint(member.peerPort());
      writer.text(member.zone());
      writer.varint(member.weight());
    }
  }

  private static List<Member> decodeMembers(ByteReader reader) {
    List<Member> members = new ArrayList<>();
    for (int left = reader.count(MIN_MEMBER_BYTES); left > 0; left--) {
      members.add(
          new Member(
              new NodeId(reader.text()),
              reader.text(),
              number(reader),
              reader.text(),
              number(reader)));
    }
    return members;
  }

  private static void encodeNonce(@Nullable Long nonce, ByteWriter writer) {
    writer.byte8(nonce == null ? 0 : 1);
    if (nonce != null) {
      writer.long64(nonce);
    }
  }

  private static @Nullable Long decodeNonce(ByteReader reader) {
    int present = reader.byte8();
    if (present > 1) {
      throw new IllegalArgumentException("mark of a nonce must be 0 or 1, was " + present);
    }
    return present == 0 ? null : reader.long64();
  }

  private static int number(ByteReader reader) {
    long value = reader.varint();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("number out of range: " + value);
    }
    return (int) value;
  }

  private static void check(MembershipHistory history, byte[] bytes) {
    ClusterId hash = MembershipHistories.clusterId(history.create());
    if (!hash.equals(history.clusterId())) {
      throw new IllegalArgumentException(
          "cluster id is " + history.clusterId() + ", its create event hashes to " + hash);
    }
    if (!Arrays.equals(encode(history), bytes)) {
      throw new IllegalArgumentException("not in its canonical form");
    }
  }
}
