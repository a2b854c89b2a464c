package io.dynamo.membership;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.EventFormat;
import io.dynamo.api.membership.EventId;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.MembershipHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Events of few nodes and times, so that there are gaps, forks and repeats. */
final class RandomEvents {
  private RandomEvents() {}

  /** Up to 20 more events, one of a later version now and then. */
  static MembershipHistory on(MembershipHistory history, RandomGenerator random) {
    List<MembershipEvent> events = new ArrayList<>();
    for (int i = random.nextInt(20); i > 0; i--) {
      events.add(random.nextInt(8) == 0 ? later(random) : known(random));
    }
    return history.with(events);
  }

  /** Of a kind that this version knows; it removes nobody. */
  static MembershipEvent known(RandomGenerator random) {
    EventId id = id(random);
    return switch (random.nextInt(5)) {
      case 0 ->
          new MembershipEvent.Join(id, GossipCluster.member("n" + random.nextInt(9)), List.of());
      case 1 -> new MembershipEvent.Zone(id, node(random), "z" + random.nextInt(3), List.of());
      case 2 -> new MembershipEvent.Weight(id, node(random), 1 + random.nextInt(3), List.of());
      case 3 -> new MembershipEvent.Cancel(id, id(random));
      default ->
          new MembershipEvent.HandedOver(
              id, random.nextInt(8), List.of(node(random)), List.of(node(random)));
    };
  }

  private static MembershipEvent later(RandomGenerator random) {
    return EventFormat.decode(
        new byte[] {99, (byte) (1 + random.nextInt(8)), 2, 'n', '3', (byte) random.nextInt(3)});
  }

  private static EventId id(RandomGenerator random) {
    return new EventId(1 + random.nextInt(8), node(random));
  }

  private static NodeId node(RandomGenerator random) {
    return new NodeId("n" + (1 + random.nextInt(3)));
  }
}
