package io.dynamo.replication.handover;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.Transport;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.TreeRoot;
import io.dynamo.replication.store.StoreHandler;
import io.dynamo.replication.tree.AntiEntropyPorts;
import io.dynamo.replication.tree.Direction;
import io.dynamo.replication.tree.TreeExchange;
import java.util.List;
import java.util.function.Consumer;

/**
 * This node takes all that another holder of a partition has and it has not, under one view of the
 * partition (rule H5). It ends once.
 */
final class Pull {
  private final MovePorts ports;
  private final Partition partition;
  private final NodeId source;
  private final boolean fromWhole;
  private final Consumer<Ending> done;

  /**
   * How it ended.
   *
   * @param losses of the partition here before anything was taken
   * @param bytes of values that came
   * @param failure why this node may not have all of it; empty if it has
   */
  record Ending(long losses, long bytes, String failure) {}

  /**
   * One that has not begun.
   *
   * @param fromWhole whether the source must be whole (rule Q2)
   */
  Pull(
      MovePorts ports,
      Partition partition,
      NodeId source,
      boolean fromWhole,
      Consumer<Ending> done) {
    this.ports = ports;
    this.partition = partition;
    this.source = source;
    this.fromWhole = fromWhole;
    this.done = done;
  }

  void start() {
    ports
        .transport()
        .send(
            source,
            new PeerRequest.TreeRoots(0, List.of(MovePorts.view(partition))),
            AntiEntropyPorts.TIMEOUT_NANOS,
            new Transport.ReplyHandler() {
              @Override
              public void onReply(PeerReply reply) {
                onRoots(reply);
              }

              @Override
              public void onFailure(Transport.Failure failure) {
                fail(failure.toString());
              }
            });
  }

  private void onRoots(PeerReply reply) {
    if (!(reply instanceof PeerReply.Roots roots)) {
      fail(reply.brief());
    } else if (roots.roots().size() != 1) {
      ports.membership().reconcile(source, () -> fail("sees the partition otherwise"));
    } else if (fromWhole && !roots.roots().get(0).whole()) {
      fail("is not whole");
    } else {
      learn(roots.roots().get(0));
    }
  }

  /** What comes is of the source's generation; this node must not be behind it (rule D3). */
  private void learn(TreeRoot root) {
    ports
        .store()
        .upkeep(
            upkeep -> upkeep.learn(partition.index(), root.generation()),
            StoreHandler.of(
                learnt -> take(ports.state(partition).losses()),
                refusal -> fail("here: " + refusal.detail())));
  }

  private void take(long losses) {
    new TreeExchange(
            ports.exchange(),
            source,
            partition,
            partition.digest(),
            false,
            Direction.TAKE,
            ports.exchanging(),
            ending -> done.accept(new Ending(losses, ending.bytes(), ending.untaken())))
        .start();
  }

  private void fail(String reason) {
    done.accept(new Ending(0, 0, reason));
  }
}
