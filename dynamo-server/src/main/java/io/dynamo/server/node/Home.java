package io.dynamo.server.node;

import io.dynamo.api.NodeId;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Refusal;
import io.dynamo.membership.NodeForming;
import io.dynamo.replication.actor.StartRegister;
import io.dynamo.replication.tree.GenerationCheck;
import io.vertx.core.Context;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a node has once, on its home loop: the answers to other nodes that form a cluster or start.
 * Asked from any loop; it answers on the home loop.
 */
final class Home {
  private final NodeId self;
  private final long nonce;
  private volatile @Nullable Parts parts;

  private volatile @Nullable GenerationCheck generations;

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

  PeerReply.Pong pong() {
    return new PeerReply.Pong(self, nonce);
  }

  /**
   * Answers a {@link PeerRequest.AskHistory}, {@link PeerRequest.AnnounceStart} or {@link
   * PeerRequest.AskGenerations}.
   */
  void answer(PeerRequest request, Consumer<PeerReply> reply) {
    Parts open = parts;
    if (open == null) {
      reply.accept(new Refusal(Refusal.Reason.NOT_READY, self + " has just begun to start"));
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
              }
            });
  }

  private void answer(PeerRequest.AskGenerations ask, Consumer<PeerReply> reply) {
    GenerationCheck check = generations;
    reply.accept(
        check == null
            ? new Refusal(Refusal.Reason.NOT_READY, self + " has not opened its store yet")
            : check.answer(ask));
  }
}
