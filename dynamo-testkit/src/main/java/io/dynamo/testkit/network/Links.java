package io.dynamo.testkit.network;

import io.dynamo.api.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The quality of each directed pair of nodes: clean, but for troubles that begin and end. */
public final class Links {
  private final TreeMap<NodeId, TreeMap<NodeId, Link>> links = new TreeMap<>();

  private static final class Link {
    private final List<LinkQuality> troubles = new ArrayList<>();
    private LinkQuality now = LinkQuality.CLEAN;

    void settle() {
      now = LinkQuality.CLEAN;
      for (LinkQuality trouble : troubles) {
        now = now.and(trouble);
      }
    }
  }

  /**
   * From now on messages from the one to the other fare like this, or worse if there is another
   * trouble already.
   *
   * @return ends this trouble
   */
  public Runnable trouble(NodeId from, NodeId to, LinkQuality quality) {
    Link link = link(from, to);
    link.troubles.add(quality);
    link.settle();
    return () -> {
      link.troubles.remove(quality);
      link.settle();
    };
  }

  /** How messages from the one to the other fare now. */
  public LinkQuality quality(NodeId from, NodeId to) {
    return link(from, to).now;
  }

  /** Whether nothing comes through from the one to the other. */
  public boolean isCut(NodeId from, NodeId to) {
    return link(from, to).now.isCut();
  }

  /** Whether there is no trouble in this direction. */
  public boolean isClean(NodeId from, NodeId to) {
    return link(from, to).troubles.isEmpty();
  }

  /** Ends all troubles. */
  public void heal() {
    for (TreeMap<NodeId, Link> ofNode : links.values()) {
      for (Link link : ofNode.values()) {
        link.troubles.clear();
        link.settle();
      }
    }
  }

  private Link link(NodeId from, NodeId to) {
    return links
        .computeIfAbsent(from, node -> new TreeMap<>())
        .computeIfAbsent(to, node -> new Link());
  }
}
