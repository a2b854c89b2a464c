package io.dynamo.testkit.network;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.Transport;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.testkit.time.Chance;
import io.dynamo.testkit.time.NodeTime;
import io.dynamo.testkit.time.VirtualTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries requests and replies between the nodes of a simulated world, in virtual time: each is
 * delayed, lost or doubled by the quality of its link. A request to a node whose process is down is
 * not sent; if the process ends while the request is under way there is no reply, and soon, unless
 * the whole machine went down. Messages are handed over as they are, not copied.
 *
 * <p>A {@link PeerRequest.CoordinatePut} never comes twice: it is the one request that is not
 * idempotent.
 */
public final class VirtualNetwork {
  private static final long SELF_NANOS = 10_000;

  /** A double comes at most so many longest delays after its time. */
  private static final long LATEST_DOUBLE = 20;

  private final VirtualTime time;
  private final Chance chance;
  private final Links links = new Links();
  private final int mostUnderWay;
  private final NetworkWatcher watcher;
  private final TreeMap<NodeId, Endpoint> endpoints = new TreeMap<>();
  private final List<Holding> holdings = new ArrayList<>();

  /** Where a process listens. */
  private static final class Endpoint {
    private final NodeTime.Life life;
    private final Receiver receiver;
    private final Set<Outgoing> unanswered = new LinkedHashSet<>();
    private boolean open = true;

    Endpoint(NodeTime.Life life, Receiver receiver) {
      this.life = life;
      this.receiver = receiver;
    }
  }

  /**
   * A network on which nobody listens yet.
   *
   * @param mostUnderWay how many requests one node may have under way to another
   */
  public VirtualNetwork(VirtualTime time, Chance chance, int mostUnderWay, NetworkWatcher watcher) {
    this.time = time;
    this.chance = chance;
    this.mostUnderWay = mostUnderWay;
    this.watcher = watcher;
  }

  /** The state of the links. */
  public Links links() {
    return links;
  }

  /** Keeps requests between two nodes under way from now on, those that match. */
  public Holding hold(Holding.Match match) {
    Holding holding = new Holding(match);
    holdings.add(holding);
    return holding;
  }

  /**
   * A process listens from now on.
   *
   * @return its way to the others
   */
  public Transport open(NodeId node, NodeTime.Life life, Receiver receiver) {
    endpoints.put(node, new Endpoint(life, receiver));
    return new VirtualTransport(this, node, life, mostUnderWay);
  }

  /**
   * A process listens no more.
   *
   * @param silently if the machine went down: nobody is told that its connections are gone
   */
  public void close(NodeId node, boolean silently) {
    Endpoint closed = endpoints.remove(node);
    if (closed == null) {
      return;
    }
    closed.open = false;
    if (silently) {
      return;
    }
    List<Outgoing> unanswered = new ArrayList<>(closed.unanswered);
    for (Outgoing outgoing : unanswered) {
      reset(outgoing);
    }
  }

  /** Whether a process of this node listens. */
  public boolean isOpen(NodeId node) {
    return endpoints.containsKey(node);
  }

  void carry(Outgoing outgoing) {
    Endpoint target = endpoints.get(outgoing.to());
    if (outgoing.from().equals(outgoing.to())) {
      if (target != null) {
        time.after(SELF_NANOS, () -> deliver(outgoing, target));
      }
      return;
    }
    LinkQuality there = links.quality(outgoing.from(), outgoing.to());
    if (chance.perMille(there.lostPerMille())) {
      return;
    }
    if (target == null) {
      time.after(delay(there), () -> outgoing.fail(Transport.Failure.NOT_SENT));
      return;
    }
    target.unanswered.add(outgoing);
    if (isHeld(outgoing, target)) {
      return;
    }
    time.after(delay(there), () -> deliver(outgoing, target));
    boolean mayDouble = !(outgoing.request() instanceof PeerRequest.CoordinatePut);
    if (mayDouble && chance.perMille(there.doubledPerMille())) {
      long late = chance.below(LATEST_DOUBLE * there.mostDelayNanos() + 1);
      time.after(delay(there) + late, () -> deliver(outgoing, target));
    }
  }

  private boolean isHeld(Outgoing outgoing, Endpoint target) {
    Runnable delivery = () -> time.after(SELF_NANOS, () -> deliver(outgoing, target));
    return holdings.stream().anyMatch(holding -> holding.takes(outgoing, delivery));
  }

  private void deliver(Outgoing outgoing, Endpoint target) {
    if (!target.open) {
      return;
    }
    target.life.run(
        () -> {
          watcher.onRequest(outgoing.from(), outgoing.to(), outgoing.request());
          target.receiver.handle(
              outgoing.from(),
              outgoing.request(),
              new Once(reply -> answer(outgoing, target, reply)));
        });
  }

  private void answer(Outgoing outgoing, Endpoint target, PeerReply reply) {
    target.unanswered.remove(outgoing);
    long delay = SELF_NANOS;
    if (!outgoing.from().equals(outgoing.to())) {
      LinkQuality back = links.quality(outgoing.to(), outgoing.from());
      if (chance.perMille(back.lostPerMille())) {
        return;
      }
      delay = delay(back);
    }
    time.after(delay, () -> outgoing.reply(reply));
  }

  private void reset(Outgoing outgoing) {
    LinkQuality back = links.quality(outgoing.to(), outgoing.from());
    if (!chance.perMille(back.lostPerMille())) {
      time.after(delay(back), () -> outgoing.fail(Transport.Failure.NO_REPLY));
    }
  }

  private long delay(LinkQuality quality) {
    return chance.between(quality.leastDelayNanos(), quality.mostDelayNanos());
  }

  NetworkWatcher watcher() {
    return watcher;
  }

  /** Passes on the first answer; a handler that answers twice is a bug. */
  private static final class Once implements Consumer<PeerReply> {
    private @Nullable Consumer<PeerReply> reply;

    Once(Consumer<PeerReply> reply) {
      this.reply = reply;
    }

    @Override
    public void accept(PeerReply answer) {
      Consumer<PeerReply> first = reply;
      if (first == null) {
        throw new IllegalStateException("a second answer to one request: " + answer);
      }
      reply = null;
      first.accept(answer);
    }
  }
}
