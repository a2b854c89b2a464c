package io.dynamo.server.node;

import io.dynamo.api.NodeId;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Refusal;
import io.dynamo.membership.NodeForming;
import io.dynamo.replication.actor.StartRegister;
import io.dynamo.replication.handover.HandOver;
import io.dynamo.replication.tree.GenerationCheck;
import io.vertx.core.Context;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a node has once, on its home loop: the answers to other nodes that form a cluster, start,
 * gossip or hand over. Asked from any loop; it answers on the home loop.
 */
final class Home {
  private final NodeId self;
  private final long nonce;
  private volatile @Nullable Parts parts;
  private volatile @Nullable GenerationCheck generations;
  private volatile @Nullable NodeMembership membership;
  private volatile @Nullable HandOver handOver;

  private record Parts(Context loop, NodeForming forming, StartRegister starts) {}

  Home(NodeId self, long nonce) {
    this.self = self;
    this.nonce = nonce;
  }

  /** From now on other nodes are answered. */
  void open(Context loop, NodeForming forming, StartRegister starts) {
    parts = new Parts(loop, forming, starts);
  }

  /** From now on other nodes that start are told the generations of this one's partitions. */
  void open(GenerationCheck check) {
    generations = check;
  }

  /** From now on this node has a history. */
  void open(NodeMembership opened) {
    membership = opened;
  }

  /** From now on partitions are handed over. */
  void open(HandOver opened) {
    handOver = opened;
  }

  /** The membership, for use on the home loop; null until there is a history. */
  @Nullable NodeMembership membership() {
    return membership;
  }

  /** The partitions that move, for use on the home loop; null until the node serves. */
  @Nullable HandOver handOver() {
    return handOver;
  }

  /** Does this on the home loop, later; nothing if the node has only just begun to start. */
  boolean run(Runnable task) {
    Parts open = parts;
    if (open != null) {
      open.loop().runOnContext(turn -> task.run());
    }
    return open != null;
  }

  /**
   * The answer to a ping.
   *
   * @param ready whether this node serves data
   */
  PeerReply.Pong pong(boolean ready) {
    return new PeerReply.Pong(self, nonce, ready);
  }

  /** Whether {@link #answer} is who answers this. */
  static boolean isAnswering(PeerRequest request) {
    return request instanceof PeerRequest.AskHistory
        || request instanceof PeerRequest.AnnounceStart
        || request instanceof PeerRequest.AskGenerations
        || request instanceof PeerRequest.Gossip
        || request instanceof PeerRequest.AskToJoin
        || request instanceof PeerRequest.AskMoves
        || request instanceof PeerRequest.Confirm;
  }

  /** Answers what concerns the node as a whole. */
  void answer(PeerRequest request, Consumer<PeerReply> reply) {
    Parts open = parts;
    if (open == null) {
      reply.accept(notReady("has just begun to start"));
      return;
    }
    open.loop()
        .runOnContext(
            turn -> {
              if (request instanceof PeerRequest.AskHistory ask) {
                reply.accept(open.forming().answer(ask));
              } else if (request instanceof PeerRequest.AnnounceStart start) {
                open.starts().onAnnounce(start, reply);
              } else if (request instanceof PeerRequest.AskGenerations ask) {
                answer(ask, reply);
              } else if (request instanceof PeerRequest.AskMoves
                  || request instanceof PeerRequest.Confirm) {
                answerMove(request, reply);
              } else {
                answerMembership(request, reply);
              }
            });
  }

  private void answer(PeerRequest.AskGenerations ask, Consumer<PeerReply> reply) {
    GenerationCheck check = generations;
    reply.accept(check == null ? notReady("has not opened its store yet") : check.answer(ask));
  }

  private void answerMembership(PeerRequest request, Consumer<PeerReply> reply) {
    NodeMembership open = membership;
    if (open == null) {
      reply.accept(notReady("has no history yet"));
    } else if (request instanceof PeerRequest.Gossip gossip) {
      reply.accept(open.cluster().answer(gossip));
    } else if (request instanceof PeerRequest.AskToJoin ask) {
      reply.accept(open.cluster().answer(ask));
    }
  }

  private void answerMove(PeerRequest request, Consumer<PeerReply> reply) {
    HandOver open = handOver;
    if (open == null) {
      reply.accept(notReady("has not opened its store yet"));
    } else if (request instanceof PeerRequest.AskMoves ask) {
      reply.accept(open.answer(ask));
    } else if (request instanceof PeerRequest.Confirm confirm) {
      open.answer(confirm, reply);
    }
  }

  private Refusal notReady(String why) {
    return new Refusal(Refusal.Reason.NOT_READY, self + " " + why);
  }
}
