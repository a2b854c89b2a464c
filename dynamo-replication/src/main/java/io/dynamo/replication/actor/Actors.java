package io.dynamo.replication.actor;

import io.dynamo.api.ByteReader;
import io.dynamo.api.ByteWriter;
import io.dynamo.api.NodeId;
import io.dynamo.api.node.Events;
import io.dynamo.api.node.NodeLog;
import io.dynamo.api.versioning.Actor;
import io.dynamo.api.versioning.Dot;
import io.dynamo.api.versioning.VersionVector;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The actors of this node (rule V4): it counts on only on the actor that a record's own header
 * names, if that is of the current incarnation and not burned; else it opens a new epoch. Epochs
 * come from a durable counter, reserved {@value #BLOCK} at a time before the first of them is used.
 *
 * <p>Belongs to the store's writer thread, but for {@link #doubt}, {@link #incarnation}, {@link
 * #noteOlderDisk} and {@link #distrustStore}, which any thread may call. Made by {@link
 * StartSequence}.
 */
public final class Actors {
  /** How many epochs are reserved by one write to the log. */
  static final int BLOCK = 1000;

  /** How many burned epochs are remembered; one more, and all epochs so far are burned. */
  static final int MAX_BURNED = 4096;

  static final String EPOCHS = "epochs";
  static final String CLEAN_STOP = "clean-stop";

  private final NodeId self;
  private final NodeLog log;
  private final RandomGenerator random;
  private final Events events;
  private final TreeSet<Long> burned = new TreeSet<>();
  private volatile long incarnation;
  private volatile @Nullable String doubt;
  private volatile boolean storeDistrusted;
  private volatile boolean olderDisk;
  private final TreeSet<Long> ofThisLife = new TreeSet<>();
  private long firstEpoch;
  private long nextEpoch;
  private long reservedEnd;
  private long floor;

  /**
   * Actors that go on from the durable counter, with no incarnation yet: {@link #resume} or {@link
   * #newIncarnation} comes before anything else.
   *
   * @throws io.dynamo.api.storage.StorageException if the counter cannot be read
   */
  Actors(NodeId self, NodeLog log, RandomGenerator random, Events events) {
    this.self = self;
    this.log = log;
    this.random = random;
    this.events = events;
    this.nextEpoch = readCounter(log);
    this.reservedEnd = nextEpoch;
  }

  /** Goes on where a clean stop ended. */
  void resume(StopMarker marker) {
    incarnation = marker.incarnation();
    ofThisLife.add(incarnation);
    firstEpoch = marker.nextEpoch();
    floor = marker.floor();
    burned.addAll(marker.burned());
    nextEpoch = Math.max(nextEpoch, marker.nextEpoch());
    reservedEnd = nextEpoch;
  }

  /** This node. */
  public NodeId self() {
    return self;
  }

  /** The current incarnation. */
  public long incarnation() {
    return incarnation;
  }

  /** Whether this life of the node has made the dots of this actor; asked by the writer. */
  public boolean isOfThisLife(Actor actor) {
    return actor.node().equals(self)
        && ofThisLife.contains(actor.incarnation())
        && actor.epoch() >= firstEpoch;
  }

  /**
   * The actor of the next put on a record.
   *
   * @param header of the record as it is stored, or as a put before in the same batch left it
   * @throws io.dynamo.api.storage.StorageException if no epoch could be reserved; nothing has
   *     changed, and a later call may succeed
   */
  public Actor actorFor(@Nullable LocalHeader header) {
    settleDoubt();
    if (header != null && countsOn(header)) {
      return header.actor(self);
    }
    if (nextEpoch == reservedEnd) {
      writeCounter(nextEpoch + BLOCK);
      reservedEnd = nextEpoch + BLOCK;
    }
    return new Actor(self, incarnation, nextEpoch++);
  }

  /** Whether the next put on a record with this header would use the actor that it names. */
  public boolean countsOn(LocalHeader header) {
    return header.incarnation() == incarnation
        && header.epoch() >= floor
        && !burned.contains(header.epoch());
  }

  /**
   * Never counts on this actor again: it has made a dot that was not stored. Needed only for one
   * that a stored header names; no put finds the way back to any other.
   */
  public void burn(Actor actor) {
    if (!actor.node().equals(self) || actor.incarnation() != incarnation) {
      return;
    }
    burned.add(actor.epoch());
    if (burned.size() > MAX_BURNED) {
      floor = nextEpoch;
      burned.clear();
    }
  }

  /**
   * Looks for dots of this node that its store should know and does not (rule V6): an epoch of the
   * current incarnation that was never handed out, or more writes of the header's actor than the
   * record has. Then the store has forgotten something, and the node goes on under a new
   * incarnation.
   *
   * @param header of the record, as it is stored or as this batch left it
   * @param known what the record has, writes in flight included
   * @param incoming what another node or a client has seen
   * @return the dot that gave the alarm, or null
   */
  public @Nullable Dot alarm(
      @Nullable LocalHeader header, VersionVector known, VersionVector incoming) {
    settleDoubt();
    for (Dot dot : incoming.entries()) {
      Actor actor = dot.actor();
      if (actor.incarnation() != incarnation || !actor.node().equals(self)) {
        continue;
      }
      boolean neverOpened = actor.epoch() >= nextEpoch;
      boolean ahead =
          LocalHeader.of(actor).equals(header)
              && countsOn(LocalHeader.of(actor))
              && dot.counter() > known.counter(actor);
      if (neverOpened || ahead) {
        newIncarnation("another replica has " + dot + ", which this store does not know (V6)");
        noteOlderDisk();
        return dot;
      }
    }
    return null;
  }

  /** Goes on under a new incarnation; correct at any time. */
  public void newIncarnation(String reason) {
    long before = incarnation;
    long next = random.nextLong();
    while (next == before) {
      next = random.nextLong();
    }
    incarnation = next;
    ofThisLife.add(next);
    floor = 0;
    burned.clear();
    doubt = null;
    events.incarnationChanged(next, reason);
  }

  /** Asks for a new incarnation before the next dot; from any thread. */
  public void doubt(String reason) {
    doubt = reason;
  }

  /**
   * Tells that this node's disk is older than what others know of the node: a copy of it was put
   * back. From any thread.
   */
  public void noteOlderDisk() {
    olderDisk = true;
  }

  /** Whether that was told since the last call. */
  public boolean takeOlderDisk() {
    boolean told = olderDisk;
    olderDisk = false;
    return told;
  }

  /**
   * Tells that the store may not hold what it was told to: this life of the node leaves no stop
   * marker. From any thread.
   */
  public void distrustStore() {
    storeDistrusted = true;
  }

  /**
   * Writes the stop marker (rule V5): the last thing a node does, after the store was synced and
   * its engine closed, when no put can come any more.
   *
   * @return false if nothing was written because the store is distrusted; the next start then takes
   *     a new incarnation
   * @throws io.dynamo.api.storage.StorageException if it failed; the next start is an unclean one
   */
  public boolean markCleanStop() {
    if (storeDistrusted) {
      return false;
    }
    settleDoubt();
    List<Long> epochs = new ArrayList<>(burned);
    log.write(CLEAN_STOP, new StopMarker(incarnation, nextEpoch, floor, epochs).encode());
    return true;
  }

  private void settleDoubt() {
    String reason = doubt;
    if (reason != null) {
      newIncarnation(reason);
    }
  }

  private static long readCounter(NodeLog log) {
    byte[] entry = log.read(EPOCHS);
    if (entry == null) {
      return 1;
    }
    ByteReader in = new ByteReader(entry);
    long counter = in.long64();
    in.expectEnd();
    return counter;
  }

  private void writeCounter(long counter) {
    ByteWriter out = new ByteWriter(8);
    out.long64(counter);
    log.write(EPOCHS, out.toBytes());
  }
}
