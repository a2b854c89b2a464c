package io.dynamo.server.node;

import io.dynamo.api.NodeId;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Refusal;
import io.dynamo.replication.coordination.Replica;
import io.dynamo.server.peer.PeerHandler;
import io.vertx.core.Context;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What other nodes ask of this one, on one request loop: what concerns data goes to the loop's
 * replica, what concerns the node to its home loop and back.
 */
final class PeerRequests implements PeerHandler {
  private final NodeState state;
  private final Home home;
  private final Context loop;
  private @Nullable Replica replica;

  PeerRequests(NodeState state, Home home, Context loop) {
    this.state = state;
    this.home = home;
    this.loop = loop;
  }

  /** From now on data is served. */
  void open(Replica serving) {
    replica = serving;
  }

  @Override
  public void handle(NodeId from, PeerRequest request, Consumer<PeerReply> reply) {
    if (request instanceof PeerRequest.Ping) {
      reply.accept(home.pong(state.isReady()));
    } else if (Home.isAnswering(request)) {
      home.answer(request, answer -> loop.runOnContext(turn -> reply.accept(answer)));
    } else {
      serve(request, reply);
    }
  }

  private void serve(PeerRequest request, Consumer<PeerReply> reply) {
    Replica serving = replica;
    ClusterView view = state.view();
    if (serving == null || view == null) {
      String why = String.join("; ", state.obstacles());
      reply.accept(new Refusal(Refusal.Reason.NOT_READY, why));
    } else {
      serving.handle(view.ring(), request, reply);
    }
  }
}
