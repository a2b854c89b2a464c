package io.dynamo.ring;

import io.dynamo.api.ClusterId;
import io.dynamo.api.NodeId;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.MembershipHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Histories for tests. */
final class Clusters {
  private Clusters() {}

  static ClusterSettings settings(int partitions, int replicas) {
    return new ClusterSettings(
        "test", partitions, replicas, 1, 1, EvenTokensProvider.NAME, "dotted-version-vectors", 16);
  }

  static Member member(String name, String zone, int weight) {
    return new Member(
        new NodeId(name),
        "127.0.0.1",
        20_000 + Math.floorMod(name.hashCode(), 10_000),
        zone,
        weight);
  }

  /** Members n01, n02, ... of weight 1 without zones. */
  static List<Member> equalMembers(int count) {
    List<Member> members = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      members.add(member(name(i), "", 1));
    }
    return members;
  }

  /** Up to 64 members, weights 1 to 8, in up to 5 zones. */
  static List<Member> randomMembers(Random random) {
    int count = 1 + random.nextInt(random.nextBoolean() ? 12 : 64);
    int zones = 1 + random.nextInt(5);
    int maxWeight = 1 + random.nextInt(8);
    List<Member> members = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      String zone = zones == 1 ? "" : "z" + random.nextInt(zones);
      members.add(member(name(i), zone, 1 + random.nextInt(maxWeight)));
    }
    return members;
  }

  static MembershipHistory history(ClusterSettings settings, List<Member> members) {
    List<Member> sorted = members.stream().sorted().toList();
    return new MembershipHistory(
        new ClusterId(7, 11),
        List.of(new MembershipEvent.Create(settings, sorted, sorted.size() == 1 ? 1L : null)));
  }

  private static String name(int number) {
    return "n" + (number < 10 ? "0" : "") + number;
  }
}
