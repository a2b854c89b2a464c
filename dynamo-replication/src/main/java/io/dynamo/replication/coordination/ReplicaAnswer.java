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
  private final Consumer<Generation> onBehind;

  /**
   * A handler of one request.
   *
   * @param expected the reply that can be used
   * @param onFailure gets the reason, for people
   */
  ReplicaAnswer(Class<R> expected, Consumer<R> onReply, Consumer<String> onFailure) {
    this(expected, onReply, onFailure, present -> onFailure.accept("is at " + present));
  }

  /** The same of a request that may be of an older generation (rule D3). */
  ReplicaAnswer(
      Class<R> expected,
      Consumer<R> onReply,
      Consumer<String> onFailure,
      Consumer<Generation> onBehind) {
    this.onBehind = onBehind;
    this.expected = expected;
    this.onReply = onReply;
    this.onFailure = onFailure;
  }

  @Override
  public void onReply(PeerReply reply) {
    if (expected.isInstance(reply)) {
      onReply.accept(expected.cast(reply));
    } else if (reply instanceof PeerReply.Behind behind) {
      onBehind.accept(behind.generation());
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
    return reply instanceof PeerReply.OtherView ? "sees other owners" : reply.brief();
  }

  static String reason(Transport.Failure failure) {
    return failure == Transport.Failure.NOT_SENT ? "not reachable" : "no reply";
  }
}
