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
      LocalStore store,
      Transport transport,
      Scheduler scheduler,
      FailureDetector detector,
      Versioning versioning,
      Events events) {
    this.self = self;
    this.keyHash = keyHash;
    this.ports = new Ports(store, transport, scheduler, detector, versioning, events);
  }

  /** Gets, over the replicas that this ring names. */
  public void get(Ring ring, GetCommand command, Consumer<GetOutcome> answer) {
    ClusterSettings settings = ring.history().settings();
    Partition partition = ring.partition(keyHash.position(command.key()));
    Replicas replicas = Replicas.of(partition, command.quorum().sloppy());
    Needed needed = Needed.of(command.quorum(), settings.readQuorum());
    long owners = partition.digest();
    GetExchange exchange = new GetExchange(ports, command, owners, answer);
    ReadQuorum quorum = new ReadQuorum(needed, replicas, ports.detector(), ports.versioning());
    exchange.run(new GetCoordinator(replicas, needed, ports.detector(), quorum, exchange));
  }

  /** Puts or deletes: here if this node is an owner, else forwarded, once. */
  public void put(Ring ring, PutCommand command, Consumer<PutOutcome> answer) {
    Partition partition = ring.partition(keyHash.position(command.key()));
    ClusterSettings settings = ring.history().settings();
    long start = ports.scheduler().nanoTime();
    PutForwarding forwarding =
        new PutForwarding(
            ports.transport(),
            ports.scheduler(),
            command,
            (remaining, outcome) -> coordinatePut(ring, remaining, outcome),
            outcome -> {
              long nanos = ports.scheduler().nanoTime() - start;
              ports.events().putEnded(outcome.getClass().getSimpleName(), nanos);
              answer.accept(outcome);
            });
    Replicas replicas = Replicas.of(partition, command.quorum().sloppy());
    Needed needed = Needed.of(command.quorum(), settings.writeQuorum());
    forwarding.run(new PutRoute(self, replicas, needed.replies(), ports.detector(), forwarding));
  }

  /**
   * Puts as the coordinator: this node must be among the replicas that the command allows, an owner
   * or, if it is sloppy, any member.
   */
  void coordinatePut(Ring ring, PutCommand command, Consumer<PutOutcome> answer) {
    ClusterSettings settings = ring.history().settings();
    Position position = position(command.key());
    Partition partition = ring.partition(position);
    PutExchange exchange =
        new PutExchange(self, ports, position, partition.digest(), command, answer);
    exchange.run(
        new PutCoordinator(
            self,
            command,
            Replicas.of(partition, command.quorum().sloppy()),
            Needed.of(command.quorum(), settings.writeQuorum()),
            ports.detector(),
            exchange));
  }

  /** Where this key is on the ring. */
  Position position(Key key) {
    return keyHash.position(key);
  }
}
