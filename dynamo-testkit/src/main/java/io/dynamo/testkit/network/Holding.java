package io.dynamo.testkit.network;

import io.dynamo.api.NodeId;
import io.dynamo.api.request.PeerRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests that are under way for as long as a test likes: from {@link VirtualNetwork#hold} on,
 * those that match stay on the network until they are released. Who asked waits no longer than it
 * would anyway; a request comes late all the same, as the last word of a network that was slow.
 */
public final class Holding {
  private final Match match;
  private final List<Held> held = new ArrayList<>();
  private boolean closed;

  /** Which requests are held back. */
  @FunctionalInterface
  public interface Match {
    boolean test(NodeId from, NodeId to, PeerRequest request);
  }

  private record Held(PeerRequest request, Runnable delivery) {}

  Holding(Match match) {
    this.match = match;
  }

  /** What is held back, in the order in which it was sent; a copy. */
  public List<PeerRequest> requests() {
    return held.stream().map(Held::request).toList();
  }

  /** Holds no more back; what is held stays so. */
  public void close() {
    closed = true;
  }

  /**
   * All that is held comes to the processes that it was sent to, if they still live, whatever the
   * links are now; nothing more is held back.
   */
  public void release() {
    close();
    List<Held> released = List.copyOf(held);
    held.clear();
    released.forEach(one -> one.delivery().run());
  }

  /** Takes the request if it is one of those. */
  boolean takes(Outgoing outgoing, Runnable delivery) {
    if (closed || !match.test(outgoing.from(), outgoing.to(), outgoing.request())) {
      return false;
    }
    held.add(new Held(outgoing.request(), delivery));
    return true;
  }
}
