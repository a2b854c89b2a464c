package io.dynamo.api.membership;

import io.dynamo.api.NodeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One immutable fact about a cluster's membership (rule M2). Events are ordered by their {@link
 * EventId}, and events of one id by their bytes, never by a clock.
 */
public sealed interface MembershipEvent {
  /** Its place in the history; null for the create event, which comes first. */
  @Nullable EventId id();

  /**
   * The beginning of a cluster: first of every history, at time 0, without an origin, so that all
   * who form the same cluster write the same bytes (rule M1).
   *
   * @param members the first members, in the order of their names, no name or address twice
   * @param nonce random in a cluster of one, so that a wiped first member that forms again is not
   *     taken for the one from which others grew; null for more than one member
   */
  record Create(ClusterSettings settings, List<Member> members, @Nullable Long nonce)
      implements MembershipEvent {
    public Create {
      members = List.copyOf(members);
      if (members.isEmpty()) {
        throw new IllegalArgumentException("a cluster needs at least one member");
      }
      if ((members.size() == 1) != (nonce != null)) {
        throw new IllegalArgumentException(
            "a nonce belongs to a cluster of one; members " + members.size() + ", nonce " + nonce);
      }
      for (int i = 1; i < members.size(); i++) {
        if (members.get(i - 1).compareTo(members.get(i)) >= 0) {
          throw new IllegalArgumentException(
              "members must be sorted and distinct, " + members.get(i).id() + " is not");
        }
      }
    }

    @Override
    public @Nullable EventId id() {
      return null;
    }
  }

  /**
   * What an administrator has decided (Dynamo §4.8.1). It carries its plan: the fold applies each
   * of these moves if it still can, else it plans that one anew (rule M3).
   */
  sealed interface Change extends MembershipEvent {
    @Override
    EventId id();

    /** The node that it is about. */
    NodeId subject();

    List<Move> plan();
  }

  /** A node is admitted: it gets its share of the ring, and counts as a member from now on. */
  record Join(EventId id, Member member, List<Move> plan) implements Change {
    public Join {
      plan = List.copyOf(plan);
    }

    @Override
    public NodeId subject() {
      return member.id();
    }
  }

  /** A member gives its share of the ring away, and is gone when it has handed over all of it. */
  record Leave(EventId id, NodeId subject, List<Move> plan) implements Change {
    public Leave {
      plan = List.copyOf(plan);
    }
  }

  /** A dead member is given up, and with it what it alone may have had (rule Q2). */
  record Remove(EventId id, NodeId subject, List<Move> plan) implements Change {
    public Remove {
      plan = List.copyOf(plan);
    }
  }

  /** A dead member is given up, and another node takes its place on the ring. */
  record Replace(EventId id, NodeId subject, Member member, List<Move> plan) implements Change {
    public Replace {
      plan = List.copyOf(plan);
    }
  }

  /** A member has another capacity from now on. */
  record Weight(EventId id, NodeId subject, int weight, List<Move> plan) implements Change {
    public Weight {
      plan = List.copyOf(plan);
      if (weight < 1 || weight > Member.MAX_WEIGHT) {
        throw new IllegalArgumentException(
            subject + ": weight must be 1.." + Member.MAX_WEIGHT + ", was " + weight);
      }
    }
  }

  /** A member stands in another zone from now on. */
  record Zone(EventId id, NodeId subject, String zone, List<Move> plan) implements Change {
    public Zone {
      plan = List.copyOf(plan);
      if (zone.length() > 64) {
        throw new IllegalArgumentException(
            subject + ": zone must be at most 64 characters, was " + zone.length());
      }
    }
  }

  /** A change is taken back: what it moved moves back (rule H7). */
  record Cancel(EventId id, EventId cancelled) implements MembershipEvent {}

  /** The leaver itself says that it keeps nothing any more, hints neither (rule Q4). */
  record Gone(EventId id) implements MembershipEvent {}

  /** The origin says where its peers reach it from now on. */
  record Address(EventId id, String host, int peerPort) implements MembershipEvent {
    public Address {
      if (host.isEmpty() || host.length() > 255 || peerPort < 1 || peerPort > 65_535) {
        throw new IllegalArgumentException(
            "address must be a host of 1..255 characters and a port 1..65535, was "
                + host
                + ":"
                + peerPort);
      }
    }
  }

  /**
   * All future owners of a partition hold what its present owners held: they are the present ones
   * now (rule H4).
   *
   * @param from the present owners before; the event does nothing if they are others by then
   * @param to the owners from now on
   */
  record HandedOver(EventId id, int partition, List<NodeId> from, List<NodeId> to)
      implements MembershipEvent {
    public HandedOver {
      from = List.copyOf(from);
      to = List.copyOf(to);
      if (partition < 0 || to.isEmpty()) {
        throw new IllegalArgumentException("partition " + partition + " handed over to " + to);
      }
    }
  }

  /**
   * An event of a later version, kept and passed on byte for byte. A node that has one must not
   * compute a ring: it would be another than everyone else's.
   *
   * @param bytes all of its canonical form; not changed
   */
  record Unknown(EventId id, int kind, byte[] bytes) implements MembershipEvent {}
}
