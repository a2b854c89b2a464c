package io.dynamo.api.membership;

import io.dynamo.api.NodeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who belongs to a cluster, event by event: the part of the fold of a history that knows no ring
 * (rules M2, M3). An event that makes no sense any more when its turn comes, because another came
 * first, has no effect, and {@link #apply} tells so. Not thread-safe.
 */
public final class Roster {
  private final TreeMap<NodeId, Entry> entries = new TreeMap<>();

  /** What had effect and can be taken back: the member before, or null of a join. */
  private final TreeMap<EventId, Effect> effects = new TreeMap<>();

  /**
   * A node that is or was a member.
   *
   * @param member as it was known last
   */
  public record Entry(Member member, Standing standing) {}

  private record Effect(MembershipEvent.Change change, @Nullable Entry before) {}

  /** The first members. */
  public Roster(MembershipEvent.Create create) {
    create.members().forEach(member -> put(member, Standing.MEMBER));
  }

  /** Everybody whom a checkpoint names. */
  public Roster(Collection<Entry> known) {
    known.forEach(entry -> entries.put(entry.member().id(), entry));
  }

  /**
   * Takes the next event of the history.
   *
   * @return whether it had any effect on who belongs to the cluster, and its plan is to be followed
   */
  public boolean apply(MembershipEvent event) {
    if (event instanceof MembershipEvent.Change change) {
      @Nullable Entry before = entries.get(change.subject());
      boolean effective = apply(change, before);
      if (effective) {
        effects.put(change.id(), new Effect(change, before));
      }
      return effective;
    }
    if (event instanceof MembershipEvent.Cancel cancel) {
      return cancel(cancel.cancelled());
    }
    if (event instanceof MembershipEvent.Gone gone) {
      return setStanding(gone.id().origin(), Standing.LEAVING, Standing.GONE);
    }
    if (event instanceof MembershipEvent.Address address) {
      return move(address);
    }
    return false;
  }

  private boolean apply(MembershipEvent.Change change, @Nullable Entry before) {
    if (change instanceof MembershipEvent.Join join) {
      return admit(join.member());
    }
    if (before == null || !before.standing().isMember()) {
      return false;
    }
    Member member = before.member();
    if (change instanceof MembershipEvent.Leave) {
      return setStanding(member.id(), Standing.MEMBER, Standing.LEAVING);
    } else if (change instanceof MembershipEvent.Remove) {
      put(member, Standing.REMOVED);
      return true;
    } else if (change instanceof MembershipEvent.Replace replace) {
      if (before.standing() != Standing.MEMBER || !admit(replace.member())) {
        return false;
      }
      put(member, Standing.REMOVED);
      return true;
    } else if (change instanceof MembershipEvent.Weight weight) {
      put(member.withWeight(weight.weight()), before.standing());
      return weight.weight() != member.weight();
    } else if (change instanceof MembershipEvent.Zone zone) {
      put(member.withZone(zone.zone()), before.standing());
      return !zone.zone().equals(member.zone());
    }
    return false;
  }

  private boolean admit(Member member) {
    Entry known = entries.get(member.id());
    if (known != null && known.standing().isMember()) {
      return false;
    }
    put(member, Standing.MEMBER);
    return true;
  }

  /**
   * Joins, leaves, weights and zones can be taken back; what gave a node up cannot. Who had joined
   * leaves: puts may have counted it already (rule H4), so that it must give what it has before it
   * is gone; if it is dead, it is removed, and that accepted.
   */
  private boolean cancel(EventId cancelled) {
    Effect effect = effects.remove(cancelled);
    if (effect == null) {
      return false;
    }
    NodeId subject = effect.change().subject();
    Entry now = entries.get(subject);
    Entry before = effect.before();
    if (now == null || !now.standing().isMember()) {
      return false;
    }
    if (effect.change() instanceof MembershipEvent.Join) {
      return setStanding(subject, Standing.MEMBER, Standing.LEAVING);
    } else if (effect.change() instanceof MembershipEvent.Leave) {
      return setStanding(subject, Standing.LEAVING, Standing.MEMBER);
    } else if (effect.change() instanceof MembershipEvent.Weight weight && before != null) {
      boolean still = now.member().weight() == weight.weight();
      if (still) {
        put(now.member().withWeight(before.member().weight()), now.standing());
      }
      return still;
    } else if (effect.change() instanceof MembershipEvent.Zone zone && before != null) {
      boolean still = now.member().zone().equals(zone.zone());
      if (still) {
        put(now.member().withZone(before.member().zone()), now.standing());
      }
      return still;
    }
    return false;
  }

  private boolean move(MembershipEvent.Address address) {
    Entry known = entries.get(address.id().origin());
    if (known == null) {
      return false;
    }
    put(known.member().withAddress(address.host(), address.peerPort()), known.standing());
    return false;
  }

  private boolean setStanding(NodeId node, Standing from, Standing to) {
    Entry known = entries.get(node);
    if (known == null || known.standing() != from) {
      return false;
    }
    put(known.member(), to);
    return true;
  }

  private void put(Member member, Standing standing) {
    entries.put(member.id(), new Entry(member, standing));
  }

  /** All that are or were members, in the order of their names. */
  public List<Entry> entries() {
    return List.copyOf(entries.values());
  }

  /** Those that take part in the cluster now, in the order of their names. */
  public List<Member> members() {
    return members(Standing.MEMBER, Standing.LEAVING);
  }

  /** Those that have or get a share of the ring, in the order of their names. */
  public List<Member> placed() {
    return members(Standing.MEMBER, Standing.MEMBER);
  }

  private List<Member> members(Standing one, Standing other) {
    List<Member> members = new ArrayList<>();
    for (Entry entry : entries.values()) {
      if (entry.standing() == one || entry.standing() == other) {
        members.add(entry.member());
      }
    }
    return members;
  }

  /** What this node is to the cluster, or null if it never heard of it. */
  public @Nullable Standing standing(NodeId node) {
    Entry entry = entries.get(node);
    return entry == null ? null : entry.standing();
  }

  /** The change that this event made, if it had effect and was not taken back; else null. */
  public MembershipEvent.@Nullable Change effective(EventId id) {
    Effect effect = effects.get(id);
    return effect == null ? null : effect.change();
  }

  /** The changes that had effect and were not taken back, in their order. */
  public List<MembershipEvent.Change> effective() {
    return effects.values().stream().map(Effect::change).toList();
  }
}
