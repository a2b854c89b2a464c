package io.dynamo.membership;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.FailureDetector;
import io.dynamo.api.node.Scheduler;
import io.dynamo.api.node.Transport;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * This node's opinion of each other member, by how unlikely its silence is (Dynamo §4.8.3; rule
 * M6): phi accrual over the answers to a ping each second, and whatever else is seen of it. A
 * broken link is believed at once, and so is any sign of life. A node that nobody has tried is up.
 *
 * <p>A node that answers requests for data with "not ready" is down until it says that it serves:
 * there is no use in asking it. That a starting node says so of itself does not count: in a cluster
 * that has just formed all are about to be ready.
 *
 * <p>If this node itself stood still, nobody's silence in that time counts.
 *
 * <p>{@link #isUp} and {@link #grade} may be called by any thread, and tell what was known a moment
 * ago; all else is on the home loop.
 */
public final class PhiAccrualDetector implements FailureDetector {
  /** How often each member is pinged, and how long an answer is waited for. */
  static final long PING_NANOS = 1_000_000_000L;

  /** How often silences are judged. */
  static final long TICK_NANOS = 200_000_000L;

  /** A tick that comes later than this means that this node stood still. */
  private static final long LATE_NANOS = 300_000_000L;

  /** Whoever was heard so shortly ago is not cut off, but too much waits to be sent to it. */
  private static final long JUST_HEARD_NANOS = 100_000_000L;

  private static final long SLOW_NANOS = 200_000_000L;
  private static final double SLOW_PHI = 2;
  private static final double SUSPECT_PHI = 5;
  private static final double DOWN_PHI = 8;

  /** How well a node answers. */
  public enum Grade {
    /** As it should. */
    UP,
    /** It answers, but it takes long, or one answer is overdue. */
    SLOW,
    /** It is probably down; it is still asked. */
    SUSPECT,
    /** It is not worth asking now. */
    DOWN
  }

  /** Is told when the opinion of a node changes, on the home loop. */
  @FunctionalInterface
  public interface Watcher {
    void onGrade(NodeId node, Grade before, Grade now, String reason);
  }

  private final NodeId self;
  private final Transport transport;
  private final Scheduler scheduler;
  private final RandomGenerator random;
  private final Supplier<List<NodeId>> members;
  private final Watcher watcher;
  private final TreeMap<NodeId, Watched> watched = new TreeMap<>();
  private volatile Map<NodeId, Grade> published = new TreeMap<>();
  private Scheduler.@Nullable Timer timer;
  private long lastTick;

  private static final class Watched {
    private final Arrivals arrivals;
    private long nextPing;
    private double roundTripNanos;
    private boolean cutOff;
    private boolean notReady;
    private Grade grade = Grade.UP;

    Watched(Arrivals arrivals, long firstPing) {
      this.arrivals = arrivals;
      this.nextPing = firstPing;
    }
  }

  /**
   * A detector that has not begun to ping.
   *
   * @param members whom to watch, now; this node itself may be among them
   */
  public PhiAccrualDetector(
      NodeId self,
      Transport transport,
      Scheduler scheduler,
      RandomGenerator random,
      Supplier<List<NodeId>> members,
      Watcher watcher) {
    this.self = self;
    this.transport = transport;
    this.scheduler = scheduler;
    this.random = random;
    this.members = members;
    this.watcher = watcher;
  }

  /** Begins to ping. */
  public void start() {
    lastTick = scheduler.nanoTime();
    tick();
  }

  /** Ends; opinions stay as they are. */
  public void stop() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  @Override
  public boolean isUp(NodeId node) {
    return grade(node) != Grade.DOWN;
  }

  /** The present opinion of this node. */
  public Grade grade(NodeId node) {
    return published.getOrDefault(node, Grade.UP);
  }

  /**
   * Phi: minus the decimal logarithm of the chance that a node that lives is silent for so long.
   */
  public double suspicion(NodeId node) {
    Watched one = watched.get(node);
    return one == null ? 0 : one.arrivals.phi(now());
  }

  /** It answered a request for data, well or not. */
  public void onAnswer(NodeId node, long roundTripNanos) {
    Watched one = watched(node);
    one.notReady = false;
    alive(node, one, (double) roundTripNanos);
  }

  /** It answered a request for data that it does not serve data. */
  public void onNotReady(NodeId node) {
    Watched one = watched(node);
    one.notReady = true;
    one.arrivals.sign(now());
    judge(node, one, "it does not serve yet, or no more");
  }

  /** There is no answer to a request. */
  public void onFailure(NodeId node, Transport.Failure failure) {
    Watched one = watched(node);
    boolean silent = one.arrivals.silenceNanos(now()) > JUST_HEARD_NANOS;
    if (failure == Transport.Failure.NOT_SENT && silent) {
      one.cutOff = true;
      judge(node, one, "it cannot be reached");
    }
  }

  /**
   * It answered a ping.
   *
   * @param ready whether it says that it serves data
   */
  public void onPong(NodeId node, boolean ready, long roundTripNanos) {
    Watched one = watched(node);
    one.notReady &= !ready;
    one.arrivals.beat(now());
    // Longer than a ping is waited for: it lay here while this node stood still.
    alive(node, one, roundTripNanos > PING_NANOS ? one.roundTripNanos : (double) roundTripNanos);
  }

  /** There is a connection to it. */
  public void onLinkUp(NodeId node) {
    Watched one = watched(node);
    one.arrivals.sign(now());
    one.cutOff = false;
    judge(node, one, "it can be reached again");
  }

  /** A connection to it broke, was refused, or is silent. */
  public void onLinkDown(NodeId node, String reason) {
    Watched one = watched(node);
    one.cutOff = true;
    judge(node, one, reason);
  }

  private void alive(NodeId node, Watched one, double roundTripNanos) {
    one.arrivals.sign(now());
    one.cutOff = false;
    one.roundTripNanos =
        one.roundTripNanos == 0 ? roundTripNanos : one.roundTripNanos * 0.8 + roundTripNanos * 0.2;
    judge(node, one, "it answers");
  }

  private Watched watched(NodeId node) {
    return watched.computeIfAbsent(
        node,
        added -> {
          long now = now();
          return new Watched(new Arrivals(PING_NANOS, now), now + random.nextLong(PING_NANOS));
        });
  }

  /** The time, after it was noticed if this node itself stood still until now. */
  private long now() {
    long now = scheduler.nanoTime();
    long late = now - lastTick - TICK_NANOS;
    if (timer != null && late > LATE_NANOS) {
      watched.values().forEach(one -> one.arrivals.shift(late, now));
      lastTick = now - TICK_NANOS;
    }
    return now;
  }

  private void tick() {
    long now = now();
    lastTick = now;
    timer = scheduler.schedule(TICK_NANOS, this::tick);
    TreeSet<NodeId> present = new TreeSet<>(members.get());
    present.remove(self);
    watched.keySet().retainAll(present);
    for (NodeId node : present) {
      Watched one = watched(node);
      if (now - one.nextPing >= 0) {
        one.nextPing = now + PING_NANOS;
        ping(node, now);
      }
      judge(node, one, "it is silent");
    }
    if (!present.containsAll(published.keySet())) {
      publish();
    }
  }

  private void ping(NodeId node, long sentNanos) {
    transport.send(
        node,
        new PeerRequest.Ping(),
        PING_NANOS,
        new Transport.ReplyHandler() {
          @Override
          public void onReply(PeerReply reply) {
            boolean ready = reply instanceof PeerReply.Pong pong && pong.ready();
            onPong(node, ready, now() - sentNanos);
          }

          @Override
          public void onFailure(Transport.Failure failure) {
            PhiAccrualDetector.this.onFailure(node, failure);
          }
        });
  }

  private void judge(NodeId node, Watched one, String reason) {
    Grade before = one.grade;
    one.grade = gradeOf(one);
    if (one.grade == before) {
      return;
    }
    if (one.grade == Grade.DOWN) {
      one.arrivals.skipInterval();
    }
    publish();
    watcher.onGrade(node, before, one.grade, reason);
  }

  private Grade gradeOf(Watched one) {
    double phi = one.arrivals.phi(now());
    if (one.cutOff || one.notReady || phi >= DOWN_PHI) {
      return Grade.DOWN;
    } else if (phi >= SUSPECT_PHI) {
      return Grade.SUSPECT;
    }
    return phi >= SLOW_PHI || one.roundTripNanos > SLOW_NANOS ? Grade.SLOW : Grade.UP;
  }

  /** A copy that is never changed, for other threads. */
  private void publish() {
    TreeMap<NodeId, Grade> grades = new TreeMap<>();
    watched.forEach((node, one) -> grades.put(node, one.grade));
    published = grades;
  }
}
