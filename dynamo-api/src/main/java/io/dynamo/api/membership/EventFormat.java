package io.dynamo.api.membership;

import io.dynamo.api.ByteReader;
import io.dynamo.api.ByteWriter;
import io.dynamo.api.ClusterId;
import io.dynamo.api.HashSum;
import io.dynamo.api.NodeId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of membership events. They are canonical: an event has one form only, because the
 * cluster id is a hash of it and because merging tells events apart by their bytes (rule M2). What
 * a decoder accepts encodes to the same bytes again.
 *
 * <p>An event is a byte for its kind, its Lamport time, from kind 2 on its origin, and what belongs
 * to the kind. Kinds are never used again for something else, and what stands under a kind never
 * changes: an event that needs more is a new kind. A node that is older than a kind keeps the event
 * as {@link MembershipEvent.Unknown}.
 */
public final class EventFormat {
  private static final int CREATE = 1;
  private static final int JOIN = 2;
  private static final int LEAVE = 3;
  private static final int REMOVE = 4;
  private static final int REPLACE = 5;
  private static final int WEIGHT = 6;
  private static final int ZONE = 7;
  private static final int CANCEL = 8;
  private static final int GONE = 9;
  private static final int ADDRESS = 10;
  private static final int HANDED_OVER = 11;

  private static final int MIN_MEMBER_BYTES = 8;
  private static final int MIN_MOVE_BYTES = 3;
  private static final int MIN_NODE_BYTES = 2;

  private EventFormat() {}

  /** The canonical bytes of one event. */
  public static byte[] encode(MembershipEvent event) {
    ByteWriter writer = new ByteWriter(128);
    if (event instanceof MembershipEvent.Unknown unknown) {
      return unknown.bytes().clone();
    }
    writer.byte8(kind(event));
    EventId id = event.id();
    writer.varint(id == null ? 0 : id.lamportTime());
    if (id != null) {
      node(id.origin(), writer);
    }
    content(event, writer);
    return writer.toBytes();
  }

  private static int kind(MembershipEvent event) {
    if (event instanceof MembershipEvent.Create) {
      return CREATE;
    } else if (event instanceof MembershipEvent.Join) {
      return JOIN;
    } else if (event instanceof MembershipEvent.Leave) {
      return LEAVE;
    } else if (event instanceof MembershipEvent.Remove) {
      return REMOVE;
    } else if (event instanceof MembershipEvent.Replace) {
      return REPLACE;
    } else if (event instanceof MembershipEvent.Weight) {
      return WEIGHT;
    } else if (event instanceof MembershipEvent.Zone) {
      return ZONE;
    } else if (event instanceof MembershipEvent.Cancel) {
      return CANCEL;
    } else if (event instanceof MembershipEvent.Gone) {
      return GONE;
    } else if (event instanceof MembershipEvent.Address) {
      return ADDRESS;
    } else if (event instanceof MembershipEvent.HandedOver) {
      return HANDED_OVER;
    }
    throw new IllegalArgumentException("no kind for " + event);
  }

  private static void content(MembershipEvent event, ByteWriter writer) {
    if (event instanceof MembershipEvent.Create create) {
      settings(create.settings(), writer);
      members(create.members(), writer);
      nonce(create.nonce(), writer);
    } else if (event instanceof MembershipEvent.Join join) {
      member(join.member(), writer);
      moves(join.plan(), writer);
    } else if (event instanceof MembershipEvent.Leave leave) {
      node(leave.subject(), writer);
      moves(leave.plan(), writer);
    } else if (event instanceof MembershipEvent.Remove remove) {
      node(remove.subject(), writer);
      moves(remove.plan(), writer);
    } else if (event instanceof MembershipEvent.Replace replace) {
      node(replace.subject(), writer);
      member(replace.member(), writer);
      moves(replace.plan(), writer);
    } else if (event instanceof MembershipEvent.Weight weight) {
      node(weight.subject(), writer);
      writer.varint(weight.weight());
      moves(weight.plan(), writer);
    } else if (event instanceof MembershipEvent.Zone zone) {
      node(zone.subject(), writer);
      writer.text(zone.zone());
      moves(zone.plan(), writer);
    } else if (event instanceof MembershipEvent.Cancel cancel) {
      writer.varint(cancel.cancelled().lamportTime());
      node(cancel.cancelled().origin(), writer);
    } else if (event instanceof MembershipEvent.Address address) {
      writer.text(address.host());
      writer.varint(address.peerPort());
    } else if (event instanceof MembershipEvent.HandedOver handed) {
      writer.varint(handed.partition());
      nodes(handed.from(), writer);
      nodes(handed.to(), writer);
    }
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException if it is damaged or not in its canonical form
   */
  public static MembershipEvent decode(byte[] bytes) {
    ByteReader reader = new ByteReader(bytes);
    int kind = reader.byte8();
    MembershipEvent event;
    if (kind == CREATE) {
      long time = reader.varint();
      if (time != 0) {
        throw new IllegalArgumentException("a create event at time " + time + ", not 0");
      }
      event = new MembershipEvent.Create(settings(reader), members(reader), nonce(reader));
    } else {
      EventId id = new EventId(reader.varint(), node(reader));
      event = content(kind, id, reader, bytes);
    }
    if (!(event instanceof MembershipEvent.Unknown)) {
      reader.expectEnd();
      if (!Arrays.equals(encode(event), bytes)) {
        throw new IllegalArgumentException("an event not in its canonical form");
      }
    }
    return event;
  }

  private static MembershipEvent content(int kind, EventId id, ByteReader reader, byte[] bytes) {
    return switch (kind) {
      case JOIN -> new MembershipEvent.Join(id, member(reader), moves(reader));
      case LEAVE -> new MembershipEvent.Leave(id, node(reader), moves(reader));
      case REMOVE -> new MembershipEvent.Remove(id, node(reader), moves(reader));
      case REPLACE -> new MembershipEvent.Replace(id, node(reader), member(reader), moves(reader));
      case WEIGHT -> new MembershipEvent.Weight(id, node(reader), number(reader), moves(reader));
      case ZONE -> new MembershipEvent.Zone(id, node(reader), reader.text(), moves(reader));
      case CANCEL -> new MembershipEvent.Cancel(id, new EventId(reader.varint(), node(reader)));
      case GONE -> new MembershipEvent.Gone(id);
      case ADDRESS -> new MembershipEvent.Address(id, reader.text(), number(reader));
      case HANDED_OVER ->
          new MembershipEvent.HandedOver(id, number(reader), nodes(reader), nodes(reader));
      default -> new MembershipEvent.Unknown(id, kind, bytes.clone());
    };
  }

  /** What a history's digest is the sum of: the first 128 bits of the SHA-256 of the bytes. */
  public static HashSum hash(byte[] event) {
    return HashSum.fromBytes(sha256(event));
  }

  /** The id of the cluster that this event creates (rule M2). */
  public static ClusterId clusterId(MembershipEvent.Create create) {
    return ClusterId.fromBytes(Arrays.copyOf(sha256(encode(create)), ClusterId.BYTES));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static void settings(ClusterSettings settings, ByteWriter writer) {
    writer.text(settings.name());
    writer.varint(settings.partitions());
    writer.varint(settings.replicas());
    writer.varint(settings.readQuorum());
    writer.varint(settings.writeQuorum());
    writer.text(settings.partitioning());
    writer.text(settings.versioning());
    writer.varint(settings.leafBits());
  }

  private static ClusterSettings settings(ByteReader reader) {
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

  private static void members(List<Member> members, ByteWriter writer) {
    writer.varint(members.size());
    members.forEach(member -> member(member, writer));
  }

  private static List<Member> members(ByteReader reader) {
    List<Member> members = new ArrayList<>();
    for (int left = reader.count(MIN_MEMBER_BYTES); left > 0; left--) {
      members.add(member(reader));
    }
    return members;
  }

  static void member(Member member, ByteWriter writer) {
    node(member.id(), writer);
    writer.text(member.host());
    writer.varint(member.peerPort());
    writer.text(member.zone());
    writer.varint(member.weight());
  }

  static Member member(ByteReader reader) {
    return new Member(node(reader), reader.text(), number(reader), reader.text(), number(reader));
  }

  private static void nonce(@Nullable Long nonce, ByteWriter writer) {
    writer.byte8(nonce == null ? 0 : 1);
    if (nonce != null) {
      writer.long64(nonce);
    }
  }

  private static @Nullable Long nonce(ByteReader reader) {
    int present = reader.byte8();
    if (present > 1) {
      throw new IllegalArgumentException("mark of a nonce must be 0 or 1, was " + present);
    }
    return present == 0 ? null : reader.long64();
  }

  private static void moves(List<Move> moves, ByteWriter writer) {
    writer.varint(moves.size());
    for (Move move : moves) {
      writer.varint(move.token());
      nodeOrNone(move.from(), writer);
      nodeOrNone(move.to(), writer);
    }
  }

  private static List<Move> moves(ByteReader reader) {
    List<Move> moves = new ArrayList<>();
    for (int left = reader.count(MIN_MOVE_BYTES); left > 0; left--) {
      moves.add(new Move(number(reader), nodeOrNone(reader), nodeOrNone(reader)));
    }
    return moves;
  }

  private static void nodeOrNone(@Nullable NodeId node, ByteWriter writer) {
    writer.text(node == null ? "" : node.value());
  }

  private static @Nullable NodeId nodeOrNone(ByteReader reader) {
    String name = reader.text();
    return name.isEmpty() ? null : new NodeId(name);
  }

  static void node(NodeId node, ByteWriter writer) {
    writer.text(node.value());
  }

  static NodeId node(ByteReader reader) {
    return new NodeId(reader.text());
  }

  static void nodes(List<NodeId> nodes, ByteWriter writer) {
    writer.varint(nodes.size());
    nodes.forEach(node -> node(node, writer));
  }

  static List<NodeId> nodes(ByteReader reader) {
    List<NodeId> nodes = new ArrayList<>();
    for (int left = reader.count(MIN_NODE_BYTES); left > 0; left--) {
      nodes.add(node(reader));
    }
    return nodes;
  }

  static int number(ByteReader reader) {
    long value = reader.varint();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("number out of range: " + value);
    }
    return (int) value;
  }
}
