package io.dynamo.replication.actor;

import io.dynamo.api.ByteReader;
import io.dynamo.api.ByteWriter;
import io.dynamo.api.NodeId;
import io.dynamo.api.node.Events;
import io.dynamo.api.node.NodeLog;
import io.dynamo.api.node.Scheduler;
import io.dynamo.api.node.Transport;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.storage.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One start of this node (rule V5): decides whether it goes on under the incarnation of its last
 * life. It does if that life left a stop marker and, within {@value #WAIT_MILLIS} ms, most of the
 * <em>other</em> members durably took the number of this start and none knew an equal or higher
 * one. Else the incarnation is new, and where nothing could change that it is so at once.
 *
 * <p>This node's own word does not count, because a restored directory has forgotten it: of three
 * members, the first start of a stopped directory could be taken by one of the others while the
 * third is away, and the start of a restored copy by the third while that one is away; both would
 * go on under one incarnation and make the same dots. Any two majorities of the others have one in
 * common, and that one knows.
 *
 * <p>The start is announced to all other members in any case, so that they know it at the next one
 * and can tell of a twin. An announcement that is not answered is repeated until the time is over.
 *
 * <p>Belongs to one loop, but for {@link #begin}, which blocks and comes first.
 */
public final class StartSequence {
  static final String START_NUMBER = "start-number";
  static final long WAIT_MILLIS = 2_000;
  private static final long WAIT_NANOS = WAIT_MILLIS * 1_000_000;
  private static final long ATTEMPT_NANOS = 1_000_000_000;
  private static final long RETRY_NANOS = 100_000_000;

  private final NodeLog log;
  private final Actors actors;
  private final @Nullable StopMarker marker;
  private final long startNumber;
  private final long nonce;

  private StartSequence(
      NodeLog log, Actors actors, @Nullable StopMarker marker, long startNumber, long nonce) {
    this.log = log;
    this.actors = actors;
    this.marker = marker;
    this.startNumber = startNumber;
    this.nonce = nonce;
  }

  /** What becomes of the start. Either method, or first {@code onReady} and then the other. */
  public interface Outcome {
    /** Dots may be made; the actors now belong to the store's writer thread. */
    void onReady(Actors actors);

    /** This process must stop; the reason is for people. */
    void onRefused(String reason);
  }

  /**
   * Consumes the stop marker and raises the start number, both durably.
   *
   * @param random for the nonce and incarnations; it must not repeat from start to start
   * @throws StorageException if the log cannot be read or written: the node cannot start
   */
  public static StartSequence begin(
      NodeId self, NodeLog log, RandomGenerator random, Events events) {
    StopMarker marker = readMarker(log);
    log.remove(Actors.CLEAN_STOP);
    long startNumber = readNumber(log) + 1;
    writeNumber(log, startNumber);
    Actors actors = new Actors(self, log, random, events);
    return new StartSequence(log, actors, marker, startNumber, random.nextLong());
  }

  /** What tells this start from every other; a {@link PeerReply.Pong} carries it. */
  public long nonce() {
    return nonce;
  }

  /** One more than at the start before. */
  public long startNumber() {
    return startNumber;
  }

  /**
   * Announces the start to all members but this node and decides. Called once; {@code onReady} may
   * come before it returns.
   */
  public void announce(
      List<NodeId> members, Transport transport, Scheduler scheduler, Outcome outcome) {
    List<NodeId> others = new ArrayList<>(members);
    others.remove(actors.self());
    new Announcement(others, transport, scheduler, outcome).start();
  }

  /** The state of an announcement. */
  private final class Announcement {
    private final List<NodeId> others;
    private final Transport transport;
    private final Scheduler scheduler;
    private final Outcome outcome;
    private final TreeSet<NodeId> taken = new TreeSet<>();
    private final long deadline;
    private boolean decided;
    private boolean refused;

    Announcement(List<NodeId> others, Transport transport, Scheduler scheduler, Outcome outcome) {
      this.others = others;
      this.transport = transport;
      this.scheduler = scheduler;
      this.outcome = outcome;
      this.deadline = scheduler.nanoTime() + WAIT_NANOS;
    }

    void start() {
      if (marker == null) {
        decideNew("there is no mark of a clean stop");
      } else if (others.isEmpty()) {
        decideNew("a cluster of one has nobody to confirm its last life");
      } else {
        scheduler.schedule(
            WAIT_NANOS, () -> decideNew("no majority took this start in " + WAIT_MILLIS + " ms"));
      }
      others.forEach(this::ask);
    }

    private void ask(NodeId member) {
      long left = deadline - scheduler.nanoTime();
      if (left <= 0 || refused) {
        return;
      }
      transport.send(
          member,
          new PeerRequest.AnnounceStart(actors.self(), startNumber, nonce),
          Math.min(left, ATTEMPT_NANOS),
          new Transport.ReplyHandler() {
            @Override
            public void onReply(PeerReply reply) {
              if (reply instanceof PeerReply.StartAnswer answer) {
                onAnswer(member, answer);
              } else {
                askLater(member);
              }
            }

            @Override
            public void onFailure(Transport.Failure failure) {
              askLater(member);
            }
          });
    }

    private void askLater(NodeId member) {
      scheduler.schedule(RETRY_NANOS, () -> ask(member));
    }

    private void onAnswer(NodeId member, PeerReply.StartAnswer answer) {
      switch (answer.verdict()) {
        case TAKEN -> onTaken(member);
        case KNOWN_HIGHER -> onKnownHigher(member, answer.highestKnown());
        case TWIN_ALIVE ->
            refuse("another living process is node " + actors.self() + ", says " + member);
      }
    }

    private void onTaken(NodeId member) {
      taken.add(member);
      if (!decided && !refused && marker != null && 2 * taken.size() > others.size()) {
        decided = true;
        actors.resume(marker);
        outcome.onReady(actors);
      }
    }

    private void onKnownHigher(NodeId member, long highestKnown) {
      String reason = member + " knows start " + highestKnown + ", this is " + startNumber;
      actors.noteOlderDisk();
      if (decided) {
        actors.doubt(reason);
      } else {
        decideNew(reason);
      }
      try {
        writeNumber(log, Math.max(readNumber(log), highestKnown + 1));
      } catch (StorageException e) {
        refuse("the start number cannot be raised: " + e.getMessage());
      }
    }

    private void decideNew(String reason) {
      if (!decided && !refused) {
        decided = true;
        actors.newIncarnation(reason);
        outcome.onReady(actors);
      }
    }

    private void refuse(String reason) {
      if (!refused) {
        refused = true;
        outcome.onRefused(reason);
      }
    }
  }

  /** A marker that cannot be read counts as none. */
  private static @Nullable StopMarker readMarker(NodeLog log) {
    try {
      byte[] entry = log.read(Actors.CLEAN_STOP);
      return entry == null ? null : StopMarker.decode(entry);
    } catch (StorageException | IllegalArgumentException e) {
      return null;
    }
  }

  private static long readNumber(NodeLog log) {
    byte[] entry = log.read(START_NUMBER);
    if (entry == null) {
      return 0;
    }
    ByteReader in = new ByteReader(entry);
    long number = in.long64();
    in.expectEnd();
    return number;
  }

  private static void writeNumber(NodeLog log, long number) {
    ByteWriter out = new ByteWriter(8);
    out.long64(number);
    log.write(START_NUMBER, out.toBytes());
  }
}
