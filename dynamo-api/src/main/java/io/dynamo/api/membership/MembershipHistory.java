package io.dynamo.api.membership;

import io.dynamo.api.ClusterId;
import io.dynamo.api.HashSum;
import io.dynamo.api.NodeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a cluster's membership: a set of events in their order, the create event
 * first (Dynamo §4.8; rule M2). Merging is set union, so whoever has the same events has the same
 * history, and equal histories are one cluster with one ring. Immutable.
 */
public final class MembershipHistory {
  private final ClusterId clusterId;
  private final MembershipEvent.Create create;
  private final @Nullable Checkpoint checkpoint;

  /** By place, then by bytes. */
  private final Map<Place, MembershipEvent> events;

  private final HashSum digest;
  private final long lamportTime;
  private final Roster roster;

  private record Place(EventId id, HashSum hash) implements Comparable<Place> {
    static Place of(MembershipEvent event) {
      EventId id = event.id();
      if (id == null) {
        throw new IllegalArgumentException("a second create event: " + event);
      }
      return new Place(id, EventFormat.hash(EventFormat.encode(event)));
    }

    @Override
    public int compareTo(Place other) {
      int byId = id.compareTo(other.id);
      if (byId != 0) {
        return byId;
      }
      int byHigh = Long.compare(hash.high(), other.hash.high());
      return byHigh != 0 ? byHigh : Long.compare(hash.low(), other.hash.low());
    }
  }

  /**
   * A history of these events.
   *
   * @param clusterId the hash of the create event
   * @param events in any order but for the first one, a {@link MembershipEvent.Create}
   */
  public MembershipHistory(ClusterId clusterId, List<? extends MembershipEvent> events) {
    this(clusterId, first(events), null, sorted(events.subList(1, events.size())));
  }

  /** A history that began with this and came to the checkpoint; the events are later ones. */
  public MembershipHistory(
      ClusterId clusterId,
      MembershipEvent.Create create,
      Checkpoint checkpoint,
      List<? extends MembershipEvent> events) {
    this(clusterId, create, checkpoint, sorted(events));
  }

  private MembershipHistory(
      ClusterId clusterId,
      MembershipEvent.Create create,
      @Nullable Checkpoint checkpoint,
      Map<Place, MembershipEvent> events) {
    this.clusterId = clusterId;
    this.create = create;
    this.checkpoint = checkpoint;
    this.events = events;
    HashSum sum =
        checkpoint == null ? EventFormat.hash(EventFormat.encode(create)) : checkpoint.digest();
    long time = checkpoint == null ? 0 : checkpoint.lamportTime();
    this.roster = checkpoint == null ? new Roster(create) : new Roster(checkpoint.roster());
    for (var entry : events.entrySet()) {
      sum = sum.plus(entry.getKey().hash());
      time = Math.max(time, entry.getKey().id().lamportTime());
      roster.apply(entry.getValue());
    }
    this.digest = sum;
    this.lamportTime = time;
  }

  private static MembershipEvent.Create first(List<? extends MembershipEvent> events) {
    if (events.isEmpty() || !(events.get(0) instanceof MembershipEvent.Create create)) {
      throw new IllegalArgumentException("a history begins with a create event, was " + events);
    }
    return create;
  }

  private static Map<Place, MembershipEvent> sorted(List<? extends MembershipEvent> events) {
    TreeMap<Place, MembershipEvent> sorted = new TreeMap<>();
    events.forEach(event -> sorted.put(Place.of(event), event));
    return sorted;
  }

  /** This history and these events; this very one if it has all of them. */
  public MembershipHistory with(Collection<? extends MembershipEvent> more) {
    TreeMap<Place, MembershipEvent> all = new TreeMap<>(events);
    boolean changed = false;
    for (MembershipEvent event : more) {
      if (event.id() != null && !isFolded(event.id())) {
        changed |= all.putIfAbsent(Place.of(event), event) == null;
      }
    }
    return changed ? new MembershipHistory(clusterId, create, checkpoint, all) : this;
  }

  /** Every member had all events of that time when the checkpoint was made. */
  private boolean isFolded(EventId id) {
    return checkpoint != null && id.lamportTime() <= checkpoint.lamportTime();
  }

  /** This history with all of its events folded into this checkpoint of it. */
  public MembershipHistory folded(Checkpoint all) {
    if (!all.digest().equals(digest)) {
      throw new IllegalArgumentException(
          "a checkpoint of " + all.digest() + ", the history is at " + digest);
    }
    return new MembershipHistory(clusterId, create, all, new TreeMap<>());
  }

  /** The hash of the create event. */
  public ClusterId clusterId() {
    return clusterId;
  }

  /** The event that everything began with. */
  public MembershipEvent.Create create() {
    return create;
  }

  /** What was fixed when the cluster was created. */
  public ClusterSettings settings() {
    return create.settings();
  }

  /** What older events came to, or null if none were folded yet. */
  public @Nullable Checkpoint checkpoint() {
    return checkpoint;
  }

  /** The events after the checkpoint, or after the create event, in their order. */
  public List<MembershipEvent> events() {
    return new ArrayList<>(events.values());
  }

  /**
   * The sum of the hashes of all events there ever were: equal where histories are equal, however
   * much of them is folded.
   */
  public HashSum digest() {
    return digest;
  }

  /** The Lamport time of the last event. */
  public long lamportTime() {
    return lamportTime;
  }

  /** The id of the next event that this node makes. */
  public EventId next(NodeId origin) {
    return new EventId(lamportTime + 1, origin);
  }

  /** Whether this node knows the meaning of all that is in it; else it must compute no ring. */
  public boolean isUnderstood() {
    return events.values().stream().noneMatch(MembershipEvent.Unknown.class::isInstance);
  }

  /** The members of now, those that are leaving too, in the order of their names. */
  public List<Member> members() {
    return roster.members();
  }

  /** The member of this name, or null. */
  public @Nullable Member member(NodeId id) {
    for (Member member : members()) {
      if (member.id().equals(id)) {
        return member;
      }
    }
    return null;
  }

  /** Whether this node takes part in the cluster now, if only to leave it. */
  public boolean isMember(NodeId node) {
    Standing standing = roster.standing(node);
    return standing != null && standing.isMember();
  }

  /** What this node is to the cluster, or null if it never was a member. */
  public @Nullable Standing standing(NodeId node) {
    return roster.standing(node);
  }

  /** All that are or were members, in the order of their names. */
  public List<Roster.Entry> roster() {
    return roster.entries();
  }

  /** The changes that had effect and were not taken back, as far as they are not folded. */
  public List<MembershipEvent.Change> changes() {
    return roster.effective();
  }

  /** Of one cluster, with the same events. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MembershipHistory history
        && history.clusterId.equals(clusterId)
        && history.digest.equals(digest);
  }

  @Override
  public int hashCode() {
    return digest.hashCode();
  }

  @Override
  public String toString() {
    return "history "
        + digest
        + " of cluster "
        + clusterId
        + ", "
        + members().size()
        + " members, "
        + events.size()
        + " events";
  }
}
