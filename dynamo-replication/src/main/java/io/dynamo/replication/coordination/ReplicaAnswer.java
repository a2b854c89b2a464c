package io.dynamo.replication.coordination;

import io.dynamo.api.node.Transport;
import io.dynamo.api.request.Generation;
import io.dynamo.api.request.PeerReply;
import java.util.function.Consumer;

/** Sorts what comes back from one replica: the reply that was asked for, or why there is none. */
final class ReplicaAnswer<R extends PeerReply> implements Transport.ReplyHandler {
  private final Class<R> expected;
  private final Consumer<R> onReply;
  private final Consumer<String> onFailure;
  private Consumer<Generation> onBehind;
  private Runnable onSealed;
  private Runnable onSeenOtherwise;

  /**
   * A handler of one request.
   *
   * @param expected the reply that can be used
   * @param onFailure gets the reason, for people
   */
  ReplicaAnswer(Class<R> expected, Consumer<R> onReply, Consumer<String> onFailure) {
    this.expected = expected;
    this.onReply = onReply;
    this.onFailure = onFailure;
    this.onBehind = present -> onFailure.accept("is at " + present);
    this.onSealed = () -> onFailure.accept("has sealed the partition");
    this.onSeenOtherwise = () -> onFailure.accept("sees other owners");
  }

  /** The request may be of an older generation (rule D3). */
  ReplicaAnswer<R> whenBehind(Consumer<Generation> handler) {
    onBehind = handler;
    return this;
  }

  /** The replica may have sealed the partition (rule H2). */
  ReplicaAnswer<R> whenSealed(Runnable handler) {
    onSealed = handler;
    return this;
  }

  /** The replica may see other owners (rule Q5). */
  ReplicaAnswer<R> whenSeenOtherwise(Runnable handler) {
    onSeenOtherwise = handler;
    return this;
  }

  @Override
  public void onReply(PeerReply reply) {
    if (expected.isInstance(reply)) {
      onReply.accept(expected.cast(reply));
    } else if (reply instanceof PeerReply.Behind behind) {
      onBehind.accept(behind.generation());
    } else if (reply instanceof PeerReply.Sealed) {
      onSealed.run();
    } else if (reply instanceof PeerReply.OtherView) {
      onSeenOtherwise.run();
    } else {
      onFailure.accept(reason(reply));
    }
  }

  @Override
  public void onFailure(Transport.Failure failure) {
    onFailure.accept(reason(failure));
  }

  /** Why this reply, which is none that can be used, is none; for people. */
  static String reason(PeerReply reply) {
    return reply.brief();
  }

  static String reason(Transport.Failure failure) {
    return failure == Transport.Failure.NOT_SENT ? "not reachable" : "no reply";
  }
}
