package io.dynamo.membership;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.node.NoEvents;
import io.dynamo.api.node.Scheduler;
import io.dynamo.api.node.Transport;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A few nodes that form a cluster in virtual time: messages take up to 0.3 s, so they overtake each
 * other, some requests and replies are lost, and nodes can be stopped, started and wiped.
 */
final class SmallNetwork {
  private static final long MILLI = 1_000_000;

  private final Random random;
  private final double loss;
  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::nanos).thenComparingLong(Task::order));
  private final TreeMap<NodeId, Node> nodes = new TreeMap<>();
  private long now;
  private long scheduled;

  SmallNetwork(long seed, double loss) {
    this.random = new Random(seed);
    this.loss = loss;
  }

  /** Starts a node, with what is left of an earlier start of it. */
  Node start(String name, ClusterSettings settings, List<Member> initialMembers) {
    NodeId id = new NodeId(name);
    MapLog log = nodes.containsKey(id) ? nodes.get(id).log : new MapLog();
    Node node = new Node(id, settings, initialMembers, log);
    nodes.put(id, node);
    node.forming.start();
    return node;
  }

  void startLater(String name, ClusterSettings settings, List<Member> initialMembers) {
    at(random.nextInt(4000) * MILLI, () -> start(name, settings, initialMembers));
  }

  /** Stops it and forgets all that it had. */
  void wipe(String name) {
    stop(name);
    nodes.remove(new NodeId(name));
  }

  /** Lets its disk take nothing more. */
  void fill(String name) {
    node(name).log.full = true;
  }

  void stop(String name) {
    node(name).running = false;
  }

  Node node(String name) {
    Node node = nodes.get(new NodeId(name));
    if (node == null) {
      throw new IllegalArgumentException("no node " + name);
    }
    return node;
  }

  void runSeconds(int seconds) {
    long end = now + seconds * 1000L * MILLI;
    while (!tasks.isEmpty() && tasks.peek().nanos <= end) {
      Task task = tasks.poll();
      now = task.nanos;
      task.action.run();
    }
    now = end;
  }

  private void at(long delayNanos, Runnable action) {
    tasks.add(new Task(now + delayNanos, scheduled++, action));
  }

  private record Task(long nanos, long order, Runnable action) {}

  /** One start of one node. */
  final class Node implements Transport, Scheduler {
    private final NodeId id;
    private final MapLog log;
    private final NodeForming forming;
    private boolean running = true;
    final List<String> progress = new ArrayList<>();
    @Nullable FormingResult result;

    private Node(NodeId id, ClusterSettings settings, List<Member> initialMembers, MapLog log) {
      this.id = id;
      this.log = log;
      FormingSetup setup =
          new FormingSetup(
              id, settings, initialMembers, List.of(), stored(), false, random.nextLong());
      NoEvents events =
          new NoEvents() {
            @Override
            public void membershipProgress(String text) {
              progress.add(text);
            }
          };
      this.forming =
          new NodeForming(setup, new HistoryLog(log), this, this, events, end -> result = end);
    }

    @Nullable MembershipHistory stored() {
      return new HistoryLog(log).read();
    }

    @Override
    public void send(NodeId to, PeerRequest request, long timeoutNanos, ReplyHandler handler) {
      boolean[] done = new boolean[1];
      Node target = nodes.get(to);
      if (target == null || !target.running) {
        later(1, done, () -> handler.onFailure(Failure.NOT_SENT));
        return;
      }
      later(timeoutNanos / MILLI, done, () -> handler.onFailure(Failure.NO_REPLY));
      if (random.nextDouble() < loss) {
        return;
      }
      at(
          random.nextInt(300) * MILLI,
          () -> {
            if (target.running && random.nextDouble() >= loss) {
              PeerReply reply = target.forming.answer((PeerRequest.AskHistory) request);
              later(random.nextInt(300), done, () -> handler.onReply(reply));
            }
          });
    }

    /** Once, if this start of the node is still running then. */
    private void later(long millis, boolean[] done, Runnable action) {
      at(
          millis * MILLI,
          () -> {
            if (running && !done[0]) {
              done[0] = true;
              action.run();
            }
          });
    }

    @Override
    public Timer schedule(long delayNanos, Runnable task) {
      boolean[] cancelled = new boolean[1];
      later(delayNanos / MILLI, cancelled, task);
      return () -> cancelled[0] = true;
    }

    @Override
    public long nanoTime() {
      return now;
    }

    @Override
    public long wallMillis() {
      return now / MILLI;
    }

    @Override
    public String toString() {
      return id + ": " + result;
    }
  }
}
