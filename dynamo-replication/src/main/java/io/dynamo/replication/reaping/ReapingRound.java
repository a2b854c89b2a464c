package io.dynamo.replication.reaping;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.Member;
import io.dynamo.api.node.Transport;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.api.request.Generation;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Proof;
import io.dynamo.api.request.Reaping;
import io.dynamo.api.request.TreeEntry;
import io.dynamo.api.versioning.Actor;
import io.dynamo.replication.store.Compaction;
import io.dynamo.replication.store.ReapingCandidate;
import io.dynamo.replication.store.StoreHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * One lot of records reaped by proof (rules D2, D3), in steps that must not change their order:
 *
 * <ol>
 *   <li>Every owner proves that it holds them exactly so. From then on no owner sends out a state
 *       that such a tombstone deletes.
 *   <li>Every member, owner or not, durably raises the generation of the partition, by this very
 *       request, and then says that it keeps no hint of it. From then on what was sent out before
 *       is refused where it would matter.
 *   <li>Every owner proves once more: none has come back with an older disk meanwhile.
 *   <li>Every member notes, durably, that the generation is complete. From then on any of them
 *       tells an older disk what it has missed (rule D5).
 *   <li>Every owner compares in its own batch, and removes.
 * </ol>
 *
 * A step that one node does not do ends the round; nothing but the generation has changed then. The
 * nodes that the last step does not reach keep their tombstones until a later round.
 */
final class ReapingRound {
  private static final long TIMEOUT_NANOS = 5_000_000_000L;

  private final ReaperPorts ports;
  private final Partition partition;
  private final List<NodeId> owners;
  private final List<NodeId> members;
  private final long ownersDigest;
  private final List<ReapingCandidate> lot;
  private final Runnable done;
  private final TreeMap<NodeId, List<Proof>> proofs = new TreeMap<>();
  private List<Reaping> reapings = List.of();
  private int awaited;
  private long target;
  private boolean ended;

  ReapingRound(
      ReaperPorts ports,
      Ring ring,
      Partition partition,
      List<ReapingCandidate> lot,
      Runnable done) {
    this.ports = ports;
    this.partition = partition;
    this.owners = partition.owners();
    this.members = ring.history().members().stream().map(Member::id).toList();
    this.ownersDigest = partition.digest();
    this.lot = lot;
    this.done = done;
  }

  void start() {
    prove(this::raise);
  }

  private void prove(Runnable next) {
    List<TreeEntry> entries = lot.stream().map(ReapingCandidate::entry).toList();
    proofs.clear();
    askEach(
        owners,
        new PeerRequest.Prove(partition.index(), entries),
        this::onProven,
        () -> {
          reapings = provenByAll();
          if (reapings.isEmpty()) {
            end();
          } else {
            next.run();
          }
        });
  }

  private void onProven(NodeId owner, PeerReply reply) {
    if (!(reply instanceof PeerReply.Proven proven)) {
      block(owner, reply.brief());
    } else if (known().isBehind(proven.generation())) {
      learn(proven.generation());
      block(ports.self(), "its disk is older than generation " + proven.generation());
    } else {
      proofs.put(owner, proven.proofs());
    }
  }

  private Generation known() {
    return ports.store().partitions().of(partition.index()).generation();
  }

  private void raise() {
    Generation known = known();
    target = known.raised() + 1;
    askRaise(
        new Generation(target, known.completed()), this::onRaised, () -> prove(this::complete));
  }

  private void complete() {
    askRaise(new Generation(target, target), this::onCompleted, this::reap);
  }

  private void askRaise(
      Generation generation, BiConsumer<NodeId, PeerReply> onReply, Runnable next) {
    askEach(
        members, new PeerRequest.Raise(partition.index(), ownersDigest, generation), onReply, next);
  }

  /** What all owners hold exactly so, and what is to become of it. */
  private List<Reaping> provenByAll() {
    List<Reaping> proven = new ArrayList<>();
    for (ReapingCandidate candidate : lot) {
      TreeSet<Actor> counting = new TreeSet<>();
      int holders = 0;
      for (List<Proof> ofOwner : proofs.values()) {
        for (Proof proof : ofOwner) {
          if (proof.entry().equals(candidate.entry())) {
            holders++;
            if (proof.counting() != null) {
              counting.add(proof.counting());
            }
          }
        }
      }
      if (holders < owners.size()) {
        continue;
      }
      if (candidate.state().live().isEmpty()) {
        proven.add(new Reaping(candidate.entry(), List.of()));
      } else {
        List<Actor> retired = new ArrayList<>(Compaction.idle(candidate.state()));
        retired.removeAll(counting);
        if (!retired.isEmpty()) {
          proven.add(new Reaping(candidate.entry(), retired));
        }
      }
    }
    return proven;
  }

  private void onRaised(NodeId member, PeerReply reply) {
    if (!(reply instanceof PeerReply.Raised raised)) {
      block(member, reply.brief());
    } else if (raised.generation().raised() != target || !raised.now()) {
      learn(raised.generation());
      block(member, "was at generation " + raised.generation().raised() + " already");
    } else if (raised.outstanding() > 0) {
      block(member, "keeps " + raised.outstanding() + " hints");
    }
  }

  private void onCompleted(NodeId member, PeerReply reply) {
    if (!(reply instanceof PeerReply.Raised raised)) {
      block(member, reply.brief());
    } else if (raised.generation().raised() != target || raised.outstanding() > 0) {
      block(member, "has changed since: " + raised);
    }
  }

  /** The next round begins above it. */
  private void learn(Generation other) {
    ports.store().upkeep(upkeep -> upkeep.learn(partition.index(), other), StoreHandler.ignoring());
  }

  private void reap() {
    askEach(
        owners,
        new PeerRequest.Reap(partition.index(), target, reapings),
        (owner, reply) -> {
          if (!(reply instanceof PeerReply.Reaped)) {
            block(owner, reply.brief());
          }
        },
        this::end);
  }

  /** Asks all of them, and goes on when all have answered as they should. */
  private void askEach(
      List<NodeId> nodes,
      PeerRequest request,
      BiConsumer<NodeId, PeerReply> onReply,
      Runnable onAll) {
    awaited = nodes.size();
    for (NodeId node : nodes) {
      ports
          .transport()
          .send(
              node,
              request,
              TIMEOUT_NANOS,
              new Transport.ReplyHandler() {
                @Override
                public void onReply(PeerReply reply) {
                  if (ended) {
                    return;
                  }
                  onReply.accept(node, reply);
                  awaited--;
                  if (awaited == 0 && !ended) {
                    onAll.run();
                  }
                }

                @Override
                public void onFailure(Transport.Failure failure) {
                  block(node, failure.toString());
                }
              });
    }
  }

  private void block(NodeId node, String reason) {
    if (!ended) {
      ports.events().reapingBlocked(partition.index(), node, reason);
      end();
    }
  }

  private void end() {
    if (!ended) {
      ended = true;
      done.run();
    }
  }
}
