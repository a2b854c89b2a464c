package io.dynamo.client;

import java.util.ArrayList;
import java.util.List;

/** Each node in turn; those that have just failed come last. */
final class RoundRobin implements Router {
  private final List<NodeLink> links;
  private int next;

  RoundRobin(List<NodeLink> links) {
    this.links = links;
  }

  @Override
  public List<NodeLink> route(byte[] key, long nowNanos) {
    List<NodeLink> order = new ArrayList<>(links.size());
    List<NodeLink> resting = new ArrayList<>();
    for (int i = 0; i < links.size(); i++) {
      NodeLink link = links.get((next + i) % links.size());
      (link.isResting(nowNanos) ? resting : order).add(link);
    }
    next = (next + 1) % links.size();
    order.addAll(resting);
    return order;
  }
}
