package io.dynamo.replication.hint;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.Standing;
import io.dynamo.api.node.Events;
import io.dynamo.api.node.FailureDetector;
import io.dynamo.api.node.Membership;
import io.dynamo.api.node.Scheduler;
import io.dynamo.api.node.Transport;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.request.Stamp;
import io.dynamo.api.versioning.Version;
import io.dynamo.replication.admission.Pace;
import io.dynamo.replication.handover.SealRule;
import io.dynamo.replication.store.Done;
import io.dynamo.replication.store.Hint;
import io.dynamo.replication.store.LocalHints;
import io.dynamo.replication.store.StoreHandler;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings hints home (Dynamo §4.6, rule Q4): walks through all that this node keeps, sends each to
 * every owner of now, and removes it, by compare-and-delete, when all of them have it durably. It
 * walks at the start, then every {@value #INTERVAL_MILLIS} ms as long as there are hints: no event
 * that a restart could lose is needed.
 *
 * <p>A hint goes to those of its owners that seem up; which of them have it already is remembered
 * for {@link DeliveredHints#MAX_HINTS} hints, so that one owner that is away for long does not let
 * the others have everything again at each walk. At most {@value #WINDOW} hints are under way at
 * once. Confined to the home loop.
 */
public final class HintDelivery {
  static final int INTERVAL_MILLIS = 1_000;
  static final int WINDOW = 16;
  private static final int PAGE = 64;
  private static final long TIMEOUT_NANOS = 5_000_000_000L;

  private final NodeId self;
  private final Membership membership;
  private final LocalHints store;
  private final Transport transport;
  private final Scheduler scheduler;
  private final FailureDetector detector;
  private final Pace pace;
  private final Events events;
  private final DeliveredHints delivered = new DeliveredHints();
  private final ArrayDeque<Hint> page = new ArrayDeque<>();
  private @Nullable Hint last;
  private boolean reading;
  private boolean pageWasLast;
  private int underWay;
  private long pageNanos;
  private long oldestMillis = -1;
  private boolean stopped;

  /** A delivery that has not begun; every port belongs to the home loop. */
  public HintDelivery(
      NodeId self,
      Membership membership,
      LocalHints store,
      Transport transport,
      Scheduler scheduler,
      FailureDetector detector,
      Pace pace,
      Events events) {
    this.self = self;
    this.membership = membership;
    this.store = store;
    this.transport = transport;
    this.scheduler = scheduler;
    this.detector = detector;
    this.pace = pace;
    this.events = events;
  }

  /** Begins the first walk. */
  public void start() {
    last = null;
    pageWasLast = false;
    pageNanos = scheduler.nanoTime();
    if (!stopped) {
      if (store.hasHints()) {
        proceed();
      } else {
        walkLater();
      }
    }
  }

  /** Begins nothing more; what is under way ends by itself. */
  public void stop() {
    stopped = true;
  }

  private void walkLater() {
    events.hintsWalked(oldestMillis);
    oldestMillis = -1;
    scheduler.schedule(INTERVAL_MILLIS * 1_000_000L, this::start);
  }

  /** Ages the walk by the newest write of the hint: what it was kept for. */
  private void age(Hint hint) {
    long newest = -1;
    for (Version version : hint.state().versions()) {
      newest = Math.max(newest, version.timestamp() >>> 16);
    }
    if (newest >= 0 && (oldestMillis < 0 || newest < oldestMillis)) {
      oldestMillis = newest;
    }
  }

  private void proceed() {
    while (!stopped && underWay < WINDOW && !page.isEmpty()) {
      underWay++;
      new Handing(page.remove()).start();
    }
    if (stopped || reading || !page.isEmpty()) {
      return;
    }
    if (!pageWasLast) {
      if (underWay == 0) {
        long now = scheduler.nanoTime();
        reading = true;
        scheduler.schedule(pace.pauseNanos("hints", now - pageNanos), this::readPage);
      }
    } else if (underWay == 0) {
      walkLater();
    }
  }

  private void readPage() {
    reading = true;
    pageNanos = scheduler.nanoTime();
    store.hints(
        last,
        PAGE,
        new StoreHandler<>() {
          @Override
          public void onDone(List<Hint> hints) {
            reading = false;
            pageWasLast = hints.isEmpty();
            if (!hints.isEmpty()) {
              last = hints.get(hints.size() - 1);
            }
            page.addAll(hints);
            hints.forEach(HintDelivery.this::age);
            proceed();
          }

          @Override
          public void onRefused(Refusal refusal) {
            reading = false;
            pageWasLast = true;
            proceed();
          }
        });
  }

  /** One hint on its way to its owners. */
  private final class Handing {
    private final Hint hint;
    private final List<NodeId> owners;
    private final List<NodeId> newcomers;
    private final long ownersDigest;
    private final List<NodeId> successors;
    private final List<NodeId> sealed = new ArrayList<>();
    private int awaited = 1;

    Handing(Hint hint) {
      this.hint = hint;
      Ring now = membership.ring();
      Partition partition = now.partition(hint.position());
      this.owners = SealRule.alive(partition.owners(), now.history());
      this.newcomers =
          partition.holders().stream().filter(node -> !partition.owners().contains(node)).toList();
      this.successors = SealRule.alive(partition.futureOwners(), now.history());
      this.ownersDigest = partition.digest();
    }

    void start() {
      handTo(owners);
      // A newcomer that is away gets what it lacks from the owners, and keeps no hint waiting.
      handTo(newcomers);
      settle();
    }

    private void handTo(List<NodeId> holders) {
      for (NodeId owner : holders) {
        if (detector.isUp(owner) && !delivered.has(hint, owner)) {
          awaited++;
          send(owner);
        }
      }
    }

    private void send(NodeId owner) {
      transport.send(
          owner,
          new PeerRequest.Merge(
              hint.key(), hint.state(), new Stamp(ownersDigest, hint.generation())),
          TIMEOUT_NANOS,
          new Transport.ReplyHandler() {
            @Override
            public void onReply(PeerReply reply) {
              if (reply instanceof PeerReply.Merged) {
                delivered.add(hint, owner);
              } else if (reply instanceof PeerReply.Sealed) {
                sealed.add(owner);
              } else if (reply instanceof PeerReply.Behind behind) {
                store.learn(hint.position(), behind.generation());
              } else if (reply instanceof PeerReply.OtherView) {
                membership.reconcile(owner, () -> {});
              } else {
                events.replicaFailed(owner, "does not take a hint: " + reply.brief());
              }
              settle();
            }

            @Override
            public void onFailure(Transport.Failure failure) {
              events.replicaFailed(owner, "does not take a hint: " + failure);
              settle();
            }
          });
    }

    /** After the last answer of this walk: the hint goes if all owners have it. */
    private void settle() {
      awaited--;
      if (awaited > 0) {
        return;
      }
      if (isDelivered()) {
        remove();
      } else if (membership.ring().history().standing(self) == Standing.LEAVING) {
        handOn();
      } else {
        end();
      }
    }

    /**
     * All owners have it. One that has sealed the partition will own it no more and takes nothing:
     * then all future owners must have it, as they must if no owner is left.
     */
    private boolean isDelivered() {
      List<NodeId> needed = owners.stream().filter(owner -> !sealed.contains(owner)).toList();
      boolean successorsToo = !sealed.isEmpty() || owners.isEmpty();
      return delivered.hasAll(hint, needed)
          && (!successorsToo || delivered.hasAll(hint, successors));
    }

    /** A leaver takes no hint along: another fallback keeps it from now on (rule Q4). */
    private void handOn() {
      for (NodeId node : membership.ring().partition(hint.position()).preferenceList()) {
        if (!node.equals(self) && !owners.contains(node) && detector.isUp(node)) {
          handOn(node);
          return;
        }
      }
      end();
    }

    private void handOn(NodeId fallback) {
      transport.send(
          fallback,
          new PeerRequest.KeepHint(
              hint.key(), hint.state(), new Stamp(ownersDigest, hint.generation())),
          TIMEOUT_NANOS,
          new Transport.ReplyHandler() {
            @Override
            public void onReply(PeerReply reply) {
              if (reply instanceof PeerReply.Merged) {
                remove();
              } else {
                events.replicaFailed(fallback, "does not keep a hint: " + reply.brief());
                end();
              }
            }

            @Override
            public void onFailure(Transport.Failure failure) {
              events.replicaFailed(fallback, "does not keep a hint: " + failure);
              end();
            }
          });
    }

    private void remove() {
      store.removeHint(
          hint.key(),
          hint.position(),
          hint.state(),
          new StoreHandler<>() {
            @Override
            public void onDone(Done done) {
              delivered.forget(hint);
              end();
            }

            @Override
            public void onRefused(Refusal refusal) {
              end();
            }
          });
    }

    private void end() {
      underWay--;
      proceed();
    }
  }
}
