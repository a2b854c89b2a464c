package io.dynamo.replication.store;

import io.dynamo.api.ByteReader;
import io.dynamo.api.ByteWriter;
import io.dynamo.api.Position;
import io.dynamo.api.node.NodeLog;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.api.request.Generation;
import io.dynamo.api.storage.StorageException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What this node knows of each partition (rules Q2, D3), in the entry {@value #ENTRY} of its log:
 *
 * <pre>format(1)=1, count, {whole(1), raised, completed, losses}...</pre>
 *
 * with numbers without a width as varints. Read from any thread; changed by the store's writer, or
 * before there is one, and seen only once it is durable. Without an entry nothing is whole.
 */
public final class PartitionStates {
  static final String ENTRY = "partitions";
  private static final int FORMAT = 1;

  private final NodeLog log;
  private final Ring ring;
  private volatile List<PartitionState> states;

  private PartitionStates(NodeLog log, Ring ring, List<PartitionState> states) {
    this.log = log;
    this.ring = ring;
    this.states = states;
  }

  /**
   * What the log has of the partitions of this ring.
   *
   * @throws StorageException if the entry cannot be read, or is of another number of partitions
   */
  public static PartitionStates open(NodeLog log, Ring ring) {
    int partitions = ring.partitions().size();
    List<PartitionState> states = read(log);
    if (states == null) {
      states = Collections.nCopies(partitions, PartitionState.UNKNOWN);
    } else if (states.size() != partitions) {
      throw new StorageException(
          "entry \"" + ENTRY + "\" has " + states.size() + " partitions, the ring " + partitions);
    }
    return new PartitionStates(log, ring, List.copyOf(states));
  }

  /** Notes, durably, that this node has missed nothing: it was there when the cluster formed. */
  public static void noteFormed(NodeLog log, int partitions) {
    write(log, Collections.nCopies(partitions, PartitionState.UNKNOWN.whole(true)));
  }

  /** Notes, durably, that the stores are lost: nothing is whole; generations stay. */
  public static void noteLost(NodeLog log) {
    List<PartitionState> states = read(log);
    if (states != null) {
      write(log, states.stream().map(state -> state.whole(false)).toList());
    }
  }

  /** The partition that keeps this position. */
  public int partition(Position position) {
    return ring.partition(position).index();
  }

  /** The range of this partition. */
  Partition range(int partition) {
    return ring.partitions().get(partition);
  }

  /** What is known of this partition. */
  public PartitionState of(int partition) {
    return states.get(partition);
  }

  /** What is known of the partition that keeps this position. */
  public PartitionState of(Position position) {
    return of(partition(position));
  }

  /** What is known of each, as of now. */
  List<PartitionState> all() {
    return states;
  }

  /** How many there are. */
  public int size() {
    return states.size();
  }

  /** The generation of each, in order. */
  public List<Generation> generations() {
    return states.stream().map(PartitionState::generation).toList();
  }

  /** How many are whole. */
  public int whole() {
    return (int) states.stream().filter(PartitionState::whole).count();
  }

  /**
   * Notes, durably, that nothing is whole any more.
   *
   * @throws StorageException if it failed; nothing has changed
   */
  void loseAll() {
    List<PartitionState> next = states.stream().map(state -> state.whole(false)).toList();
    write(log, next);
    states = next;
  }

  /** Whether the log has nothing of them: this node has lost its log, or never had one. */
  public static boolean isUnknown(NodeLog log) {
    return log.read(ENTRY) == null;
  }

  /**
   * Changes one, durably.
   *
   * @throws StorageException if it failed; nothing has changed
   */
  void change(int partition, UnaryOperator<PartitionState> change) {
    PartitionState before = states.get(partition);
    PartitionState after = change.apply(before);
    if (after.equals(before)) {
      return;
    }
    List<PartitionState> next = new ArrayList<>(states);
    next.set(partition, after);
    write(log, next);
    states = List.copyOf(next);
  }

  private static void write(NodeLog log, List<PartitionState> states) {
    ByteWriter out = new ByteWriter(16 + 8 * states.size());
    out.byte8(FORMAT);
    out.varint(states.size());
    for (PartitionState state : states) {
      out.byte8(state.whole() ? 1 : 0);
      out.varint(state.generation().raised());
      out.varint(state.generation().completed());
      out.varint(state.losses());
    }
    log.write(ENTRY, out.toBytes());
  }

  private static @Nullable List<PartitionState> read(NodeLog log) {
    byte[] entry = log.read(ENTRY);
    if (entry == null) {
      return null;
    }
    try {
      ByteReader in = new ByteReader(entry);
      int format = in.byte8();
      if (format != FORMAT) {
        throw new IllegalArgumentException("format " + format + " is of another release");
      }
      List<PartitionState> states = new ArrayList<>();
      for (int i = in.count(4); i > 0; i--) {
        boolean whole = in.byte8() == 1;
        Generation generation = new Generation(in.varint(), in.varint());
        states.add(new PartitionState(whole, generation, in.varint()));
      }
      in.expectEnd();
      return states;
    } catch (IllegalArgumentException e) {
      throw new StorageException("entry \"" + ENTRY + "\" of the node's log: " + e.getMessage(), e);
    }
  }
}
