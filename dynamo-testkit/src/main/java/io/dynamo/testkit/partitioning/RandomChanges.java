package io.dynamo.testkit.partitioning;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.EventId;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.membership.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Draws changes that make sense in a cluster as it is, of every kind. */
public final class RandomChanges {
  private final RandomGenerator random;
  private final int zones;
  private final int maxWeight;
  private final int maxMembers;
  private int named;

  /**
   * @param zones in how many zones nodes stand
   * @param maxWeight the greatest weight of a node
   * @param maxMembers no node joins a cluster of so many
   */
  public RandomChanges(RandomGenerator random, int zones, int maxWeight, int maxMembers) {
    this.random = random;
    this.zones = zones;
    this.maxWeight = maxWeight;
    this.maxMembers = maxMembers;
  }

  /** So many first members. */
  public List<Member> members(int count) {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      members.add(member());
    }
    return members;
  }

  /** A node that there was not before. */
  public Member member() {
    int number = ++named;
    int weight = 1 + random.nextInt(maxWeight);
    return new Member(name(number), "127.0.0.1", 1000 + number, zone(), weight);
  }

  private static NodeId name(int number) {
    return new NodeId("n" + (number < 10 ? "00" : number < 100 ? "0" : "") + number);
  }

  /** A new node of the same weight and zone. */
  private Member like(Member subject) {
    return member().withWeight(subject.weight()).withZone(subject.zone());
  }

  private String zone() {
    return zones == 1 ? "" : "zone-" + random.nextInt(zones);
  }

  /** A change that has effect now, without a plan. At least one placed member stays. */
  public MembershipEvent.Change next(MembershipHistory history, EventId id) {
    List<Member> placed = new ArrayList<>();
    for (Member member : history.members()) {
      if (history.standing(member.id()) == Standing.MEMBER) {
        placed.add(member);
      }
    }
    while (history.standing(name(named + 1)) != null) {
      named++;
    }
    Member subject = placed.get(random.nextInt(placed.size()));
    int kind = random.nextInt(10);
    boolean canGrow = placed.size() < maxMembers;
    if (kind < 2 && placed.size() > 1) {
      return new MembershipEvent.Leave(id, subject.id(), List.of());
    } else if (kind == 2 && placed.size() > 1) {
      return new MembershipEvent.Remove(id, subject.id(), List.of());
    } else if (kind == 3) {
      return new MembershipEvent.Replace(id, subject.id(), like(subject), List.of());
    } else if (kind == 4 && maxWeight > 1) {
      int weight = 1 + (subject.weight() + random.nextInt(maxWeight - 1)) % maxWeight;
      return new MembershipEvent.Weight(id, subject.id(), weight, List.of());
    } else if (kind == 5 && zones > 1) {
      String zone = zone();
      if (!zone.equals(subject.zone())) {
        return new MembershipEvent.Zone(id, subject.id(), zone, List.of());
      }
    }
    return canGrow
        ? new MembershipEvent.Join(id, member(), List.of())
        : new MembershipEvent.Replace(id, subject.id(), like(subject), List.of());
  }
}
