package io.dynamo.replication.coordination;

import static io.dynamo.replication.coordination.States.N1;
import static io.dynamo.replication.coordination.States.N2;
import static io.dynamo.replication.coordination.States.N3;
import static io.dynamo.replication.coordination.States.N4;
import static io.dynamo.replication.coordination.States.N5;
import static io.dynamo.replication.coordination.States.OWNERS;
import static io.dynamo.replication.coordination.States.five;
import static io.dynamo.replication.coordination.States.three;
import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.Transport;
import io.dynamo.api.request.PutOutcome;
import io.dynamo.api.request.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** V3: who coordinates a put, and who is tried after a refusal. */
class PutRouteTest {
  private final Recorded effects = new Recorded();
  private final Set<NodeId> down = new LinkedHashSet<>();

  private PutRoute route(NodeId self) {
    return route(self, three());
  }

  private PutRoute route(NodeId self, Replicas replicas) {
    PutRoute route = new PutRoute(self, replicas, 2, node -> !down.contains(node), effects);
    route.start();
    return route;
  }

  @Test
  void anOwnerCoordinatesItself() {
    route(N2);
    assertThat(effects.log).containsExactly("coordinate");
  }

  @Test
  void anotherNodeForwardsToTheFirstOwner() {
    route(N4);
    assertThat(effects.log).containsExactly("forward to n1");
  }

  @Test
  void ownersThatSeemDownAreTriedLast() {
    down.add(N1);
    PutRoute route = route(N4);
    route.onFailure(N2, Transport.Failure.NOT_SENT);
    route.onFailure(N3, Transport.Failure.NOT_SENT);
    assertThat(effects.log).containsExactly("forward to n2", "forward to n3", "forward to n1");
  }

  @Test
  void aClearRefusalLetsTheNextOwnerTry() {
    PutRoute route = route(N1);
    route.onOutcome(new PutOutcome.Refused(Refusal.Reason.DISK_FULL, "n1: full"));
    assertThat(effects.log).containsExactly("coordinate", "forward to n2");
    assertThat(effects.outcomes).isEmpty();
  }

  /** After silence a second coordinator would make the put its own sibling. */
  @Test
  void silenceIsUnknownAndNobodyElseIsTried() {
    PutRoute route = route(N4);
    route.onFailure(N1, Transport.Failure.NO_REPLY);
    assertThat(effects.log).containsExactly("forward to n1");
    assertThat(effects.outcomes).singleElement().isInstanceOf(PutOutcome.Unknown.class);
  }

  /** Dynamo §4.6: the put is taken although no owner can. */
  @Test
  void aFallbackCoordinatesWhenNoOwnerIsUp() {
    down.addAll(OWNERS);
    route(N5, five());
    assertThat(effects.log).containsExactly("forward to n4");
  }

  @Test
  void aNodeThatIsNoOwnerCoordinatesOnlyWhenTheOwnersRefuse() {
    PutRoute route = route(N4, five());
    for (NodeId owner : OWNERS) {
      route.onRefused(Refusal.Reason.DISK_FULL, owner + ": full");
    }
    assertThat(effects.log)
        .containsExactly("forward to n1", "forward to n2", "forward to n3", "coordinate");
  }

  @Test
  void anyOtherOutcomeIsTheAnswer() {
    PutOutcome outcome = new PutOutcome.Stored(null, 2, List.of());
    route(N4).onOutcome(outcome);
    assertThat(effects.outcomes).containsExactly(outcome);
  }

  @Test
  void whenAllRefuseTheLastReasonIsTheAnswerWithAllDetails() {
    PutRoute route = route(N1);
    route.onOutcome(new PutOutcome.Refused(Refusal.Reason.DISK_FULL, "n1: full"));
    route.onRefused(Refusal.Reason.OVERLOADED, "n2: queue full");
    route.onFailure(N3, Transport.Failure.NOT_SENT);
    assertThat(effects.outcomes)
        .containsExactly(
            new PutOutcome.Refused(
                Refusal.Reason.OVERLOADED, "n1: full; n2: queue full; n3: could not be reached"));
  }

  @Test
  void whenNobodyCanBeReachedNothingWasWritten() {
    PutRoute route = route(N4);
    for (NodeId owner : OWNERS) {
      route.onFailure(owner, Transport.Failure.NOT_SENT);
    }
    assertThat(effects.outcomes).singleElement().isInstanceOf(PutOutcome.Unavailable.class);
  }

  private static final class Recorded implements PutRoute.Effects {
    final List<String> log = new ArrayList<>();
    final List<PutOutcome> outcomes = new ArrayList<>();

    @Override
    public void coordinate() {
      log.add("coordinate");
    }

    @Override
    public void forward(NodeId owner) {
      log.add("forward to " + owner);
    }

    @Override
    public void answer(PutOutcome outcome) {
      outcomes.add(outcome);
    }
  }
}
