package io.dynamo.server.peer;

import io.dynamo.api.node.Transport;
import io.dynamo.api.request.PeerReply;
import org.jspecify.annotations.Nullable;

/** One request on its way, until its handler is called: once. Belongs to one event loop. */
final class PendingRequest {
  private final long id;
  private final int bytes;
  private final Transport.ReplyHandler handler;
  private byte @Nullable [] frame;
  private @Nullable PeerConnection connection;
  private Deadlines.@Nullable Deadline deadline;
  private boolean done;

  /**
   * A request that was not sent yet.
   *
   * @param id different for all requests of this loop
   * @param frame with that id; empty for a request to the node itself
   */
  PendingRequest(long id, byte[] frame, Transport.ReplyHandler handler) {
    this.id = id;
    this.bytes = frame.length;
    this.frame = frame;
    this.handler = handler;
  }

  long id() {
    return id;
  }

  /** The length of its frame. */
  int bytes() {
    return bytes;
  }

  /** Whether the handler has been called. */
  boolean isDone() {
    return done;
  }

  /** The timeout to cancel when it is done. */
  void deadline(Deadlines.Deadline timeout) {
    deadline = timeout;
  }

  /**
   * The frame, for sending: from now on the request may have been done.
   *
   * @param sentOn who is told when it is done; null for a request to the node itself
   */
  byte[] take(@Nullable PeerConnection sentOn) {
    byte[] taken = frame;
    if (taken == null) {
      throw new IllegalStateException("request " + id + " is sent twice");
    }
    frame = null;
    connection = sentOn;
    return taken;
  }

  /** Nothing if it is done already: a late reply is dropped. */
  void reply(PeerReply reply) {
    if (finish()) {
      handler.onReply(reply);
    }
  }

  /** There will be no reply. */
  void fail() {
    Transport.Failure failure =
        frame == null ? Transport.Failure.NO_REPLY : Transport.Failure.NOT_SENT;
    if (finish()) {
      handler.onFailure(failure);
    }
  }

  private boolean finish() {
    if (done) {
      return false;
    }
    done = true;
    frame = null;
    if (deadline != null) {
      deadline.cancel();
    }
    if (connection != null) {
      connection.forget(id);
    }
    return true;
  }
}
