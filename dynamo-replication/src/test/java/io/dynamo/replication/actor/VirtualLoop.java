package io.dynamo.replication.actor;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.Scheduler;
import io.dynamo.api.node.Transport;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A loop in virtual time and the network around it: nodes that were given an answer reply at once,
 * all others are not reached.
 */
public final class VirtualLoop implements Scheduler, Transport {
  private final PriorityQueue<Task> tasks = new PriorityQueue<>();
  private final TreeMap<NodeId, BiConsumer<PeerRequest, Consumer<PeerReply>>> nodes =
      new TreeMap<>();
  private final List<String> sent = new ArrayList<>();
  private long now;
  private long sequence;

  private record Task(long due, long sequence, Runnable run) implements Comparable<Task> {
    @Override
    public int compareTo(Task other) {
      int byDue = Long.compare(due, other.due);
      return byDue != 0 ? byDue : Long.compare(sequence, other.sequence);
    }
  }

  /** From now on the node answers so, maybe later. */
  public void answers(NodeId node, BiConsumer<PeerRequest, Consumer<PeerReply>> answer) {
    nodes.put(node, answer);
  }

  /** From now on the node always answers this. */
  public void answers(NodeId node, PeerReply reply) {
    answers(node, (request, handler) -> handler.accept(reply));
  }

  /** From now on requests to the node run into their time-out. */
  public void ignores(NodeId node) {
    answers(node, (request, handler) -> {});
  }

  /** From now on the node cannot be reached. */
  public void kill(NodeId node) {
    nodes.remove(node);
  }

  /** To whom requests went and what they were, in order. */
  public List<String> sent() {
    return sent;
  }

  /** Lets so much time pass. */
  public void run(long millis) {
    long end = now + millis * 1_000_000;
    while (!tasks.isEmpty() && tasks.peek().due() <= end) {
      Task next = tasks.remove();
      now = next.due();
      next.run().run();
    }
    now = end;
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public long wallMillis() {
    return now / 1_000_000;
  }

  @Override
  public Timer schedule(long delayNanos, Runnable task) {
    boolean[] cancelled = new boolean[1];
    tasks.add(
        new Task(
            now + delayNanos,
            sequence++,
            () -> {
              if (!cancelled[0]) {
                task.run();
              }
            }));
    return () -> cancelled[0] = true;
  }

  @Override
  public void send(NodeId to, PeerRequest request, long timeoutNanos, ReplyHandler handler) {
    sent.add(to + " " + request.getClass().getSimpleName());
    BiConsumer<PeerRequest, Consumer<PeerReply>> node = nodes.get(to);
    boolean[] ended = new boolean[1];
    if (node == null) {
      schedule(0, () -> handler.onFailure(Failure.NOT_SENT));
      return;
    }
    schedule(
        timeoutNanos,
        () -> {
          if (!ended[0]) {
            ended[0] = true;
            handler.onFailure(Failure.NO_REPLY);
          }
        });
    schedule(
        0,
        () ->
            node.accept(
                request,
                reply -> {
                  if (!ended[0]) {
                    ended[0] = true;
                    handler.onReply(reply);
                  }
                }));
  }
}
