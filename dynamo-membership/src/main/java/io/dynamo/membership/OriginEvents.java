package io.dynamo.membership;

import io.dynamo.api.HashSum;
import io.dynamo.api.NodeId;
import io.dynamo.api.membership.EventFormat;
import io.dynamo.api.membership.EventId;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.request.OriginSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The events of a history by the node that made them, as two nodes compare theirs (Dynamo §4.8.1).
 * Each node's events spread in their order, so that a few numbers tell what another lacks: most of
 * the time it has the first ones of a node's events, or, once it has folded some, a run of them.
 * Immutable.
 */
final class OriginEvents {
  private final TreeMap<NodeId, Line> lines = new TreeMap<>();
  private final boolean folded;

  /** The events of one node, in their order. */
  private static final class Line {
    private final List<MembershipEvent> events = new ArrayList<>();

    /** Of the hashes of the first so many events. */
    private final List<HashSum> sums = new ArrayList<>(List.of(HashSum.ZERO));

    void add(MembershipEvent event) {
      sums.add(sum().plus(EventFormat.hash(EventFormat.encode(event))));
      events.add(event);
    }

    HashSum sum() {
      return sums.get(events.size());
    }

    /** Whether the first so many events have this sum. */
    boolean beginsWith(int count, HashSum sum) {
      return sums.get(count).equals(sum);
    }
  }

  OriginEvents(MembershipHistory history) {
    this.folded = history.checkpoint() != null;
    for (MembershipEvent event : history.events()) {
      EventId id = event.id();
      if (id != null) {
        lines.computeIfAbsent(id.origin(), node -> new Line()).add(event);
      }
    }
  }

  /** What this history has, by origin, in the order of their names. */
  List<OriginSummary> summaries() {
    List<OriginSummary> summaries = new ArrayList<>(lines.size());
    lines.forEach(
        (origin, line) -> summaries.add(new OriginSummary(origin, line.events.size(), line.sum())));
    return summaries;
  }

  /**
   * The events that a node lacks, or may lack, which has told this; those of one origin in their
   * order. Where nothing can be told from the numbers it is all of an origin.
   */
  List<MembershipEvent> lackedBy(List<OriginSummary> known) {
    TreeMap<NodeId, OriginSummary> theirs = new TreeMap<>();
    known.forEach(summary -> theirs.put(summary.origin(), summary));
    List<MembershipEvent> lacked = new ArrayList<>();
    for (Map.Entry<NodeId, Line> entry : lines.entrySet()) {
      Line line = entry.getValue();
      lacked.addAll(
          line.events.subList(firstLacked(line, theirs.get(entry.getKey())), line.events.size()));
    }
    return lacked;
  }

  private int firstLacked(Line line, @Nullable OriginSummary theirs) {
    if (theirs == null || theirs.count() < 1) {
      return 0;
    }
    if (theirs.count() > line.events.size()) {
      // They have more. Either ours are the first of theirs, or ours begin behind a checkpoint.
      return folded ? 0 : line.events.size();
    }
    // If theirs are not the first of ours, the first may be folded there, or be lacked: a node
    // whose
    // disk is older than its name makes events again that sort behind one that it has forgotten.
    return line.beginsWith(theirs.count(), theirs.sum()) ? theirs.count() : 0;
  }

  /**
   * These events in parts of at most so many bytes each; an event that is longer is a part of its
   * own.
   */
  static List<List<MembershipEvent>> parts(List<MembershipEvent> events, int maxBytes) {
    List<List<MembershipEvent>> parts = new ArrayList<>();
    List<MembershipEvent> part = new ArrayList<>();
    int bytes = 0;
    for (MembershipEvent event : events) {
      int length = EventFormat.encode(event).length;
      if (!part.isEmpty() && bytes + length > maxBytes) {
        parts.add(part);
        part = new ArrayList<>();
        bytes = 0;
      }
      part.add(event);
      bytes += length;
    }
    if (!part.isEmpty()) {
      parts.add(part);
    }
    return parts;
  }
}
