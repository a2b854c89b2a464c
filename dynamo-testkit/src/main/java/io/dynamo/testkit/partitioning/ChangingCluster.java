package io.dynamo.testkit.partitioning;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.EventFormat;
import io.dynamo.api.membership.EventId;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.membership.Standing;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.partitioning.Partitioning;
import io.dynamo.api.partitioning.Ring;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * A cluster as its history alone: changes are planned by the strategy under test and become events,
 * partitions are handed over when the test says so. Every event is made at the first member, unless
 * it belongs to another.
 */
public final class ChangingCluster {
  private final Partitioning partitioning;
  private MembershipHistory history;

  /** A cluster with this history. */
  public ChangingCluster(Partitioning partitioning, MembershipHistory history) {
    this.partitioning = partitioning;
    this.history = history;
  }

  /** A cluster that begins with this event. */
  public static ChangingCluster created(Partitioning partitioning, MembershipEvent.Create create) {
    return new ChangingCluster(
        partitioning, new MembershipHistory(EventFormat.clusterId(create), List.of(create)));
  }

  /** All events up to now. */
  public MembershipHistory history() {
    return history;
  }

  /** Where everything is, and is to be. */
  public Ring ring() {
    return partitioning.place(history);
  }

  /** Takes in events of others. */
  public void add(List<? extends MembershipEvent> events) {
    history = history.with(events);
  }

  /** A new id for an event that is made now. */
  public EventId nextId() {
    return history.next(history.create().members().get(0).id());
  }

  public EventId join(Member member) {
    return commit(new MembershipEvent.Join(nextId(), member, List.of()));
  }

  public EventId leave(NodeId node) {
    return commit(new MembershipEvent.Leave(nextId(), node, List.of()));
  }

  public EventId remove(NodeId node) {
    return commit(new MembershipEvent.Remove(nextId(), node, List.of()));
  }

  public EventId replace(NodeId dead, Member successor) {
    return commit(new MembershipEvent.Replace(nextId(), dead, successor, List.of()));
  }

  public EventId weight(NodeId node, int weight) {
    return commit(new MembershipEvent.Weight(nextId(), node, weight, List.of()));
  }

  public EventId zone(NodeId node, String zone) {
    return commit(new MembershipEvent.Zone(nextId(), node, zone, List.of()));
  }

  /** Takes a change back. */
  public EventId cancel(EventId change) {
    EventId id = nextId();
    add(List.of(new MembershipEvent.Cancel(id, change)));
    return id;
  }

  /** Plans this change and makes it. */
  public EventId commit(MembershipEvent.Change change) {
    add(List.of(planned(change)));
    return change.id();
  }

  /** This change with its plan, not made yet. */
  public MembershipEvent.Change planned(MembershipEvent.Change change) {
    var plan = partitioning.plan(history, change);
    if (change instanceof MembershipEvent.Join join) {
      return new MembershipEvent.Join(join.id(), join.member(), plan);
    } else if (change instanceof MembershipEvent.Leave leave) {
      return new MembershipEvent.Leave(leave.id(), leave.subject(), plan);
    } else if (change instanceof MembershipEvent.Remove remove) {
      return new MembershipEvent.Remove(remove.id(), remove.subject(), plan);
    } else if (change instanceof MembershipEvent.Replace replace) {
      return new MembershipEvent.Replace(replace.id(), replace.subject(), replace.member(), plan);
    } else if (change instanceof MembershipEvent.Weight weight) {
      return new MembershipEvent.Weight(weight.id(), weight.subject(), weight.weight(), plan);
    } else if (change instanceof MembershipEvent.Zone zone) {
      return new MembershipEvent.Zone(zone.id(), zone.subject(), zone.zone(), plan);
    }
    throw new IllegalArgumentException("no plan for " + change);
  }

  /** Hands over every partition that moves; leavers with nothing left are gone then. */
  public void handOverAll() {
    handOver(partition -> true);
    List<MembershipEvent> gone = new ArrayList<>();
    Ring ring = ring();
    for (Member member : history.members()) {
      if (history.standing(member.id()) == Standing.LEAVING && ring.heldBy(member.id()).isEmpty()) {
        gone.add(new MembershipEvent.Gone(history.next(member.id())));
      }
    }
    add(gone);
  }

  /** Hands over those of the moving partitions that are wanted. */
  public void handOver(Predicate<Partition> wanted) {
    List<MembershipEvent> events = new ArrayList<>();
    long time = history.lamportTime();
    for (Partition partition : ring().moving()) {
      if (wanted.test(partition)) {
        NodeId origin = partition.futureOwners().stream().min(Comparator.naturalOrder()).get();
        events.add(
            new MembershipEvent.HandedOver(
                new EventId(++time, origin),
                partition.index(),
                partition.owners(),
                partition.futureOwners()));
      }
    }
    add(events);
  }
}
