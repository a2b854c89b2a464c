package io.dynamo.protocol;

import io.dynamo.api.HashSum;
import io.dynamo.api.NodeId;
import io.dynamo.api.membership.EventId;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.Move;
import io.dynamo.api.request.OriginSummary;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Software;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What members tell each other of the history, with every field at random. */
final class RandomMembership {
  /** Of a kind that no version has yet, with nothing behind its id. */
  private static final byte[] LATER = {99, 7, 2, 'n', '1', 42};

  private final Random random;

  RandomMembership(Random random) {
    this.random = random;
  }

  PeerRequest.Gossip gossip() {
    return new PeerRequest.Gossip(node(), sum(), software(), list(this::summary), events());
  }

  PeerReply.Gossiped gossiped() {
    return new PeerReply.Gossiped(sum(), software(), list(this::summary), events());
  }

  Software software() {
    return random.nextBoolean() ? Software.UNKNOWN : new Software(text(), random.nextInt(9));
  }

  List<Member> members() {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(5); i++) {
      members.add(member(new NodeId("n" + i)));
    }
    return members;
  }

  Member member() {
    return member(node());
  }

  /** Mostly one of each kind, so that no kind is left out. */
  private List<MembershipEvent> events() {
    List<MembershipEvent> all =
        List.of(
            new MembershipEvent.Join(id(), member(), list(this::move)),
            new MembershipEvent.Leave(id(), node(), list(this::move)),
            new MembershipEvent.Remove(id(), node(), list(this::move)),
            new MembershipEvent.Replace(id(), node(), member(), list(this::move)),
            new MembershipEvent.Weight(id(), node(), weight(), list(this::move)),
            new MembershipEvent.Zone(id(), node(), text(), list(this::move)),
            new MembershipEvent.Cancel(id(), id()),
            new MembershipEvent.Gone(id()),
            new MembershipEvent.Address(id(), "host", port()),
            new MembershipEvent.HandedOver(
                id(), random.nextInt(65_536), list(this::node), List.of(node(), node())),
            new MembershipEvent.Unknown(new EventId(7, new NodeId("n1")), LATER[0], LATER));
    return all.subList(0, random.nextInt(3) == 0 ? 0 : all.size());
  }

  private OriginSummary summary() {
    return new OriginSummary(node(), random.nextInt(1000), sum());
  }

  private Member member(NodeId id) {
    return new Member(id, "host" + random.nextInt(9), port(), text(), weight());
  }

  private Move move() {
    NodeId one = new NodeId("a" + random.nextInt(100));
    NodeId other = new NodeId("b" + random.nextInt(100));
    int kind = random.nextInt(3);
    return new Move(random.nextInt(65_536), kind == 0 ? null : one, kind == 1 ? null : other);
  }

  private EventId id() {
    return new EventId(1 + random.nextInt(100_000), node());
  }

  private NodeId node() {
    return new NodeId("node-" + random.nextInt(1000));
  }

  private HashSum sum() {
    return new HashSum(random.nextLong(), random.nextLong());
  }

  private int weight() {
    return 1 + random.nextInt(Member.MAX_WEIGHT);
  }

  private int port() {
    return 1 + random.nextInt(65_535);
  }

  private String text() {
    return random.nextBoolean() ? "" : "Größe " + random.nextInt();
  }

  private <T> List<T> list(Supplier<T> element) {
    return Stream.generate(element).limit(random.nextInt(4)).toList();
  }
}
