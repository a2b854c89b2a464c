package io.dynamo.replication.coordination;

import io.dynamo.api.Key;
import io.dynamo.api.KeyHash;
import io.dynamo.api.NodeId;
import io.dynamo.api.Position;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.node.Events;
import io.dynamo.api.node.FailureDetector;
import io.dynamo.api.node.Membership;
import io.dynamo.api.node.Scheduler;
import io.dynamo.api.node.Transport;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.api.request.GetCommand;
import io.dynamo.api.request.GetOutcome;
import io.dynamo.api.request.PutCommand;
import io.dynamo.api.request.PutOutcome;
import io.dynamo.api.versioning.Versioning;
import io.dynamo.replication.store.LocalStore;
import java.util.function.Consumer;

/**
 * Runs gets and puts on one request loop: makes a machine for each, and does for it what it wants
 * done. Any node coordinates any get; a put is coordinated by one of its owners, or by a fallback
 * if no owner can (Dynamo §4.5, §4.6).
 *
 * <p>Confined to its loop, like everything it is given. Each consumer is called once, on the loop,
 * maybe before the call returns.
 */
public final class Coordination {
  private final NodeId self;
  private final KeyHash keyHash;
  private final Ports ports;

  /** Coordinates on one loop; every port must belong to that loop. */
  public Coordination(
      NodeId self,
      KeyHash keyHash,
      Membership membership,
      LocalStore store,
      Transport transport,
      Scheduler scheduler,
      FailureDetector detector,
      Versioning versioning,
      Events events) {
    this.self = self;
    this.keyHash = keyHash;
    this.ports = new Ports(membership, store, transport, scheduler, detector, versioning, events);
  }

  /** Gets, over the replicas that the ring of now names. */
  public void get(GetCommand command, Consumer<GetOutcome> answer) {
    Needed needed = Needed.of(command.quorum(), settings().readQuorum());
    new GetExchange(self, ports, position(command.key()), command, needed, answer).start();
  }

  /** Puts or deletes: here if this node is an owner, else forwarded, once. */
  public void put(PutCommand command, Consumer<PutOutcome> answer) {
    Ring ring = ports.membership().ring();
    long start = ports.scheduler().nanoTime();
    PutForwarding forwarding =
        new PutForwarding(
            ports.transport(),
            ports.scheduler(),
            command,
            this::coordinatePut,
            outcome -> {
              long nanos = ports.scheduler().nanoTime() - start;
              ports.events().putEnded(outcome.getClass().getSimpleName(), nanos);
              answer.accept(outcome);
            });
    Partition partition = ring.partition(position(command.key()));
    Replicas replicas = Replicas.of(ring, partition, command.quorum().sloppy());
    Needed needed = Needed.of(command.quorum(), settings().writeQuorum());
    forwarding.run(new PutRoute(self, replicas, needed.replies(), ports.detector(), forwarding));
  }

  /**
   * Puts as the coordinator: this node must be among the replicas that the command allows, an owner
   * or, if it is sloppy, any member.
   */
  void coordinatePut(PutCommand command, Consumer<PutOutcome> answer) {
    Needed needed = Needed.of(command.quorum(), settings().writeQuorum());
    new PutExchange(self, ports, position(command.key()), command, needed, answer).start();
  }

  private ClusterSettings settings() {
    return ports.membership().ring().history().settings();
  }

  /** Where this key is on the ring. */
  Position position(Key key) {
    return keyHash.position(key);
  }
}
