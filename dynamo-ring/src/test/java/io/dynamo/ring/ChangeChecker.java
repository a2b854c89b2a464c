package io.dynamo.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.Checkpoint;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.partitioning.Ring;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Rule M4 for a change, checked from the outside: the ring before it and the one after it, both
 * with nothing on its way. It shares no code with the placement and computes shares in another way.
 */
final class ChangeChecker {
  private final Ring before;
  private final Ring after;
  private final ClusterSettings settings;
  private final MembershipEvent.Change change;

  ChangeChecker(Ring before, Ring after, MembershipEvent.Change change) {
    this.before = before;
    this.after = after;
    this.settings = after.history().settings();
    this.change = change;
  }

  /** Whether N tokens in a row can and must be of distinct nodes. */
  static boolean isLarge(Ring ring) {
    int copies = copies(ring);
    int members = ring.history().members().size();
    int partitions = ring.partitions().size();
    return members >= 2 * copies && members * (partitions / copies) >= partitions;
  }

  boolean staysLarge() {
    return isLarge(before) && isLarge(after);
  }

  private static int copies(Ring ring) {
    return Math.min(ring.history().settings().replicas(), ring.history().members().size());
  }

  static int zones(Ring ring) {
    return new TreeSet<>(ring.history().members().stream().map(Member::zone).toList()).size();
  }

  void checkOwners() {
    TreeMap<NodeId, String> zoneOf = new TreeMap<>();
    after.history().members().forEach(member -> zoneOf.put(member.id(), member.zone()));
    int copies = copies(after);
    for (Partition partition : after.partitions()) {
      assertThat(partition.isMoving()).as("%s", partition).isFalse();
      assertThat(new TreeSet<>(partition.owners())).as("%s", partition).hasSize(copies);
      assertThat(zoneOf.keySet()).containsAll(partition.owners());
      assertThat(new TreeSet<>(partition.preferenceList()))
          .as("%s", partition)
          .hasSize(partition.preferenceList().size());
      if (zones(after) >= copies) {
        LinkedHashSet<String> met = new LinkedHashSet<>();
        partition.owners().forEach(owner -> met.add(zoneOf.get(owner)));
        assertThat(met).as("zones of %s", partition).hasSize(copies);
      }
    }
  }

  /** Around the end, too. */
  void checkTokensApart(Checkpoint checkpoint) {
    List<NodeId> tokens = new ArrayList<>();
    checkpoint.tokens().forEach(token -> tokens.add(token.node()));
    assertThat(tokens).hasSize(settings.partitions());
    for (int i = 0; i < tokens.size(); i++) {
      TreeSet<NodeId> nodes = new TreeSet<>();
      for (int step = 0; step < copies(after); step++) {
        nodes.add(tokens.get((i + step) % tokens.size()));
      }
      assertThat(nodes).as("nodes of the tokens from %d", i).hasSize(copies(after));
    }
  }

  /** A joiner alone gets copies, a leaver alone loses them. */
  void checkOnlyTheSubjectMoves() {
    for (int i = 0; i < settings.partitions(); i++) {
      List<NodeId> old = before.partitions().get(i).owners();
      List<NodeId> now = after.partitions().get(i).owners();
      if (change instanceof MembershipEvent.Join) {
        assertThat(without(now, old)).as("new owners of %d", i).isSubsetOf(change.subject());
      } else if (change instanceof MembershipEvent.Leave
          || change instanceof MembershipEvent.Remove) {
        assertThat(without(old, now)).as("old owners of %d", i).isSubsetOf(change.subject());
      } else if (change instanceof MembershipEvent.Replace replace) {
        assertThat(without(now, old)).as("new owners of %d", i).isSubsetOf(replace.member().id());
        assertThat(without(old, now)).as("old owners of %d", i).isSubsetOf(change.subject());
      }
    }
  }

  private static List<NodeId> without(List<NodeId> nodes, List<NodeId> others) {
    return nodes.stream().filter(node -> !others.contains(node)).toList();
  }

  /** The copies that changed their node. */
  int moved() {
    return moved(before, after);
  }

  /** The copies that are to be on other nodes in one ring than in the other. */
  static int moved(Ring one, Ring other) {
    int moved = 0;
    for (int i = 0; i < one.partitions().size(); i++) {
      moved +=
          without(other.partitions().get(i).futureOwners(), one.partitions().get(i).futureOwners())
              .size();
    }
    return moved;
  }

  /** The copies that had to change their node for everyone to hold as many as it does now. */
  int least() {
    int least = 0;
    for (Member member : after.history().members()) {
      int more = after.ownedBy(member.id()).size() - before.ownedBy(member.id()).size();
      least += Math.max(0, more);
    }
    return least;
  }

  void checkMovesAreFew(double factor) {
    assertThat((double) moved())
        .as("copies moved, of %d that must", least())
        .isLessThanOrEqualTo(factor * least() + 1e-6);
  }

  /** How far the copies held by any member are off its share by weight. */
  double furthestOff() {
    List<Member> members = after.history().members();
    double level = level(members);
    double furthest = 0;
    for (Member member : members) {
      double share = Math.min(settings.partitions(), level * member.weight());
      furthest = Math.max(furthest, Math.abs(after.ownedBy(member.id()).size() - share));
    }
    return furthest;
  }

  void checkSharesWithin(double copies) {
    double level = level(after.history().members());
    for (Member member : after.history().members()) {
      assertThat((double) after.ownedBy(member.id()).size())
          .as("copies of %s", member)
          .isCloseTo(
              Math.min(settings.partitions(), level * member.weight()), within(copies - 1e-6));
    }
  }

  /** How many copies each unit of weight gets when nobody holds more than all partitions. */
  private double level(List<Member> members) {
    double amount = (double) copies(after) * settings.partitions();
    double low = 0;
    double high = amount;
    for (int i = 0; i < 100; i++) {
      double level = (low + high) / 2;
      double sum =
          members.stream()
              .mapToDouble(member -> Math.min(settings.partitions(), level * member.weight()))
              .sum();
      if (sum < amount) {
        low = level;
      } else {
        high = level;
      }
    }
    return high;
  }
}
