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
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The proofs that this node, which has sealed a partition, wants of owners (rules H3, H6): each is
 * given all in which its tree differs, and then notes, durably, that it holds what this node holds.
 * All under one view of the partition; a node that loses something meanwhile has proven nothing.
 */
final class Proofs {
  private final MovePorts ports;
  private final Partition partition;
  private final Supplier<List<NodeId>> wanted;
  private final TreeSet<NodeId> proven = new TreeSet<>();
  private final TreeSet<NodeId> asking = new TreeSet<>();
  private final TreeMap<NodeId, String> failures = new TreeMap<>();
  private long bytes;
  private boolean givenUp;

  /** Of these nodes, this one not among them; asked anew each time, for some may be removed. */
  Proofs(MovePorts ports, Partition partition, Supplier<List<NodeId>> wanted) {
    this.ports = ports;
    this.partition = partition;
    this.wanted = wanted;
  }

  /** Asks those that have not proven yet and seem up. */
  void proceed() {
    for (NodeId node : wanted.get()) {
      if (!proven.contains(node) && !asking.contains(node)) {
        if (ports.isUp(node)) {
          asking.add(node);
          askRoot(node);
        } else {
          failures.put(node, "is down");
        }
      }
    }
  }

  boolean areComplete() {
    return proven.containsAll(wanted.get());
  }

  void giveUp() {
    givenUp = true;
  }

  long bytes() {
    return bytes;
  }

  /** Who has not proven, and why; for people. */
  String missing() {
    List<String> missing = new ArrayList<>();
    for (NodeId node : wanted.get()) {
      if (!proven.contains(node)) {
        String why = failures.get(node);
        missing.add(why == null ? node.toString() : node + " (" + why + ")");
      }
    }
    return String.join(", ", missing);
  }

  /** How often it has lost what it had, before what it has is looked at. */
  private void askRoot(NodeId node) {
    send(
        node,
        new PeerRequest.TreeRoots(0, List.of(MovePorts.view(partition))),
        reply -> {
          if (reply instanceof PeerReply.Roots roots && roots.roots().size() == 1) {
            learn(node, roots.roots().get(0));
          } else {
            disagree(node, reply);
          }
        });
  }

  /** A generation that it knows is known here too before records are sent under it (rule D4). */
  private void learn(NodeId node, TreeRoot root) {
    ports
        .store()
        .upkeep(
            upkeep -> upkeep.learn(partition.index(), root.generation()),
            StoreHandler.of(
                learnt -> give(node, root.losses()), refusal -> fail(node, refusal.detail())));
  }

  private void give(NodeId node, long losses) {
    if (givenUp) {
      return;
    }
    new TreeExchange(
            ports.exchange(),
            node,
            partition,
            partition.digest(),
            false,
            Direction.GIVE,
            ports.exchanging(),
            ending -> {
              bytes += ending.bytes();
              String failure = ending.untaken() + ending.ungiven();
              if (failure.isEmpty()) {
                confirm(node, losses);
              } else {
                fail(node, failure);
              }
            })
        .start();
  }

  private void confirm(NodeId node, long losses) {
    send(
        node,
        new PeerRequest.Confirm(ports.self(), MovePorts.view(partition), losses),
        reply -> {
          if (reply instanceof PeerReply.Confirmed) {
            asking.remove(node);
            failures.remove(node);
            proven.add(node);
          } else {
            disagree(node, reply);
          }
        });
  }

  private void send(NodeId node, PeerRequest request, Consumer<PeerReply> onReply) {
    if (givenUp) {
      return;
    }
    ports
        .transport()
        .send(
            node,
            request,
            AntiEntropyPorts.TIMEOUT_NANOS,
            new Transport.ReplyHandler() {
              @Override
              public void onReply(PeerReply reply) {
                if (!givenUp) {
                  onReply.accept(reply);
                }
              }

              @Override
              public void onFailure(Transport.Failure failure) {
                fail(node, failure.toString());
              }
            });
  }

  /** It sees the partition otherwise, or cannot answer; the histories are brought together. */
  private void disagree(NodeId node, PeerReply reply) {
    boolean views = reply instanceof PeerReply.OtherView || reply instanceof PeerReply.Roots;
    if (views) {
      ports.membership().reconcile(node, () -> fail(node, "sees the partition otherwise"));
    } else {
      fail(node, reply.brief());
    }
  }

  private void fail(NodeId node, String reason) {
    asking.remove(node);
    failures.put(node, reason);
  }
}
