package io.dynamo.replication.coordination;

import io.dynamo.api.Key;
import io.dynamo.api.KeyHash;
import io.dynamo.api.NodeId;
import io.dynamo.api.Position;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.node.Events;
import io.dynamo.api.node.FailureDetector;
import io.dynamo.api.node.Scheduler;
import io.dynamo.api.node.Transport;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.api.request.GetCommand;
import io.dynamo.api.request.GetOutcome;
import io.dynamo.api.request.PutCommand;
import io.dynamo.api.request.PutOutcome;
import io.dynamo.api.request.Quorum;
import io.dynamo.api.versioning.Versioning;
import io.dynamo.replication.store.LocalStore;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs gets and puts on one request loop: makes a machine for each, and does for it what it wants
 * done. Any node coordinates any get; a put is coordinated by one of its owners (Dynamo §4.5).
 *
 * <p>Confined to its loop, like everything it is given. Each consumer is called once, on the loop,
 * maybe before the call returns.
 */
public final class Coordination {
  private final NodeId self;
  private final KeyHash keyHash;
  private final LocalStore store;
  private final Transport transport;
  private final Scheduler scheduler;
  private final FailureDetector detector;
  private final Versioning versioning;
  private final Events events;

  /** Coordinates on one loop; every port must belong to that loop. */
  public Coordination(
      NodeId self,
      KeyHash keyHash,
      LocalStore store,
      Transport transport,
      Scheduler scheduler,
      FailureDetector detector,
      Versioning versioning,
      Events events) {
    this.self = self;
    this.keyHash = keyHash;
    this.store = store;
    this.transport = transport;
    this.scheduler = scheduler;
    this.detector = detector;
    this.versioning = versioning;
    this.events = events;
  }

  /** Gets, over the replicas that this ring names. */
  public void get(Ring ring, GetCommand command, Consumer<GetOutcome> answer) {
    ClusterSettings settings = ring.history().settings();
    GetExchange exchange = new GetExchange(transport, scheduler, command, answer, events);
    exchange.run(
        new GetCoordinator(
            ring.owners(keyHash.position(command.key())),
            replies(command.quorum(), settings.readQuorum()),
            ring.history().members().size(),
            versioning,
            exchange));
  }

  /** Puts or deletes: here if this node is an owner, else forwarded to one, once. */
  public void put(Ring ring, PutCommand command, Consumer<PutOutcome> answer) {
    Position position = keyHash.position(command.key());
    long start = scheduler.nanoTime();
    PutForwarding forwarding =
        new PutForwarding(
            transport,
            scheduler,
            command,
            (remaining, outcome) -> coordinatePut(ring, position, remaining, outcome),
            outcome -> {
              events.putEnded(outcome.getClass().getSimpleName(), scheduler.nanoTime() - start);
              answer.accept(outcome);
            });
    int needed = replies(command.quorum(), ring.history().settings().writeQuorum());
    forwarding.run(new PutRoute(self, ring.owners(position), needed, detector, forwarding));
  }

  /** Puts as the coordinator, which this node must be able to be: it is an owner of the key. */
  void coordinatePut(
      Ring ring, Position position, PutCommand command, Consumer<PutOutcome> answer) {
    List<NodeId> owners = ring.owners(position);
    PutExchange exchange =
        new PutExchange(self, position, command, store, transport, scheduler, answer, events);
    exchange.run(
        new PutCoordinator(
            self,
            command,
            owners,
            replies(command.quorum(), ring.history().settings().writeQuorum()),
            ring.history().members().size(),
            detector,
            exchange));
  }

  /** Where this key is on the ring. */
  Position position(Key key) {
    return keyHash.position(key);
  }

  /**
   * How many must answer. Only owners are asked, so a wish for owners is a wish for replies (rule
   * Q1).
   */
  private static int replies(Quorum quorum, int ofCluster) {
    int replies = quorum.replies() == 0 ? ofCluster : quorum.replies();
    return Math.max(replies, quorum.owners());
  }
}
