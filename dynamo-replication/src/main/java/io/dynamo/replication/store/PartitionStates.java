package io.dynamo.replication.store;

import io.dynamo.api.ByteReader;
import io.dynamo.api.ByteWriter;
import io.dynamo.api.NodeId;
import io.dynamo.api.Position;
import io.dynamo.api.node.NodeLog;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.api.request.Generation;
import io.dynamo.api.request.PartitionView;
import io.dynamo.api.storage.StorageException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What this node knows of each partition (rules Q2, D3), in the entry {@value #ENTRY} of its log:
 *
 * <pre>format(1)=2, count, {flags(1), raised, completed, losses, [seal], [taking], nodes}...</pre>
 *
 * with numbers without a width as varints. A bit of the flags tells whether it is whole, and
 * whether a seal and a taking follow. Format 1 had no seals: its flags were 0 or 1, and it ended
 * with the losses.
 *
 * <p>It also knows the present and future owners of each partition, as the store's writer sees them
 * now: what is written names them, and is taken only under the view of this moment (rules Q5, H6).
 *
 * <p>Read from any thread; changed by the store's writer, or before there is one, and seen only
 * once it is durable. Without an entry nothing is whole.
 */
public final class PartitionStates {
  static final String ENTRY = "partitions";
  private static final int FORMAT_WITHOUT_SEALS = 1;
  private static final int FORMAT = 2;
  private static final int WHOLE = 1;
  private static final int SEALED = 2;
  private static final int TAKING = 4;
  private static final int LOST = 8;

  private final NodeLog log;
  private final NodeId self;
  private volatile Ring ring;
  private volatile List<PartitionState> states;
  private volatile Left left = new Left(0, List.of());

  /**
   * The partitions that this node has ceased to hold since it was started.
   *
   * @param times how often it has ceased to hold one
   */
  public record Left(long times, List<Integer> partitions) {}

  private PartitionStates(NodeLog log, Ring ring, NodeId self, List<PartitionState> states) {
    this.log = log;
    this.ring = ring;
    this.self = self;
    this.states = states;
  }

  /**
   * What the log has of the partitions of this ring.
   *
   * @throws StorageException if the entry cannot be read, or is of another number of partitions
   */
  public static PartitionStates open(NodeLog log, Ring ring, NodeId self) {
    int partitions = ring.partitions().size();
    List<PartitionState> states = read(log);
    if (states == null) {
      states = Collections.nCopies(partitions, PartitionState.UNKNOWN);
    } else if (states.size() != partitions) {
      throw new StorageException(
          "entry \"" + ENTRY + "\" has " + states.size() + " partitions, the ring " + partitions);
    }
    PartitionStates opened = new PartitionStates(log, ring, self, List.copyOf(states));
    opened.follow(ring);
    return opened;
  }

  /**
   * From now on the partitions have the owners of this ring; what that means for this node is
   * durable on return.
   *
   * @return the numbers of those whose state has changed
   * @throws StorageException if it cannot be kept; nothing has changed
   */
  List<Integer> follow(Ring now) {
    List<PartitionState> next = new ArrayList<>(states);
    List<Integer> changed = new ArrayList<>();
    for (int i = 0; i < next.size(); i++) {
      PartitionState followed = next.get(i).following(self, now.partitions().get(i));
      if (!followed.equals(next.get(i))) {
        next.set(i, followed);
        changed.add(i);
      }
    }
    if (!changed.isEmpty()) {
      write(log, next);
    }
    // Readers must not meet a partition that is whole under owners that it is not whole for.
    states = List.copyOf(next);
    noteLeft(now);
    ring = now;
    return changed;
  }

  private void noteLeft(Ring now) {
    Left known = left;
    long times = known.times();
    TreeSet<Integer> partitions = new TreeSet<>(known.partitions());
    for (Partition before : ring.partitions()) {
      if (before.isHolder(self) && !now.partitions().get(before.index()).isHolder(self)) {
        times++;
        partitions.add(before.index());
      }
    }
    if (times > known.times()) {
      left = new Left(times, List.copyOf(partitions));
    }
  }

  /**
   * Which partitions this node may have taken writes for and holds no more. The home loop need not
   * have seen each ring that the store has followed.
   */
  public Left left() {
    return left;
  }

  /** Notes, durably, that this node has missed nothing: it was there when the cluster formed. */
  public static void noteFormed(NodeLog log, int partitions) {
    write(log, Collections.nCopies(partitions, PartitionState.UNKNOWN.becomingWhole()));
  }

  /** Notes, durably, that the stores are lost: nothing is whole; generations stay. */
  public static void noteLost(NodeLog log) {
    List<PartitionState> states = read(log);
    if (states != null) {
      write(log, states.stream().map(PartitionState::losing).toList());
    }
  }

  /** The partition that keeps this position. */
  public int partition(Position position) {
    return ring.partition(position).index();
  }

  /** The partition as the store's writer sees it now: its range, and who owns it. */
  public Partition range(int partition) {
    return ring.partitions().get(partition);
  }

  /** Whether this is how the store's writer sees the partition now (rule Q5). */
  boolean isCurrent(PartitionView view) {
    return range(view.partition()).digest() == view.digest();
  }

  /** The node that these are the states of. */
  NodeId self() {
    return self;
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

  /** Of how many this node is a present owner and not whole. */
  public int notWhole() {
    int count = 0;
    for (Partition partition : ring.ownedBy(self)) {
      count += of(partition.index()).whole() ? 0 : 1;
    }
    return count;
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
    List<PartitionState> next = new ArrayList<>(states.size());
    for (int i = 0; i < states.size(); i++) {
      next.add(losing(states.get(i), range(i)));
    }
    write(log, next);
    states = List.copyOf(next);
  }

  /** Of a future owner the log may have lost that it had begun to take. */
  private PartitionState losing(PartitionState state, Partition now) {
    boolean newcomer = now.isHolder(self) && !now.owners().contains(self);
    boolean begun = state.taking() != null && state.taking().view() == now.digest();
    return (newcomer && !begun ? state.taking(Taking.begun(now)) : state).losing();
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
    states.forEach(state -> write(state, out));
    log.write(ENTRY, out.toBytes());
  }

  private static void write(PartitionState state, ByteWriter out) {
    Seal seal = state.seal();
    Taking taking = state.taking();
    out.byte8(
        (state.whole() ? WHOLE : 0)
            | (seal == null ? 0 : SEALED)
            | (taking == null ? 0 : TAKING)
            | (state.lost() ? LOST : 0));
    out.varint(state.generation().raised());
    out.varint(state.generation().completed());
    out.varint(state.losses());
    if (seal != null) {
      out.long64(seal.view());
      nodes(seal.successors(), out);
    }
    if (taking != null) {
      out.long64(taking.view());
      out.byte8((taking.filled() ? 1 : 0) | (taking.enough() ? 2 : 0) | (taking.lost() ? 4 : 0));
      nodes(taking.provenTo(), out);
      nodes(taking.successors(), out);
    }
    nodes(state.compareWith(), out);
  }

  private static PartitionState readState(ByteReader in, int format) {
    int flags = in.byte8();
    Generation generation = new Generation(in.varint(), in.varint());
    long losses = in.varint();
    boolean whole = (flags & WHOLE) != 0;
    if (format == FORMAT_WITHOUT_SEALS) {
      return new PartitionState(whole, generation, losses, null, null, List.of(), false);
    }
    @Nullable Seal seal = (flags & SEALED) == 0 ? null : new Seal(in.long64(), nodes(in));
    @Nullable Taking taking = (flags & TAKING) == 0 ? null : readTaking(in);
    return new PartitionState(
        whole, generation, losses, seal, taking, nodes(in), (flags & LOST) != 0);
  }

  private static Taking readTaking(ByteReader in) {
    long view = in.long64();
    int marks = in.byte8();
    return new Taking(
        view, (marks & 1) != 0, nodes(in), (marks & 2) != 0, nodes(in), (marks & 4) != 0);
  }

  private static void nodes(List<NodeId> nodes, ByteWriter out) {
    out.varint(nodes.size());
    nodes.forEach(node -> out.text(node.value()));
  }

  private static List<NodeId> nodes(ByteReader in) {
    List<NodeId> nodes = new ArrayList<>();
    for (int left = in.count(2); left > 0; left--) {
      nodes.add(new NodeId(in.text()));
    }
    return nodes;
  }

  private static @Nullable List<PartitionState> read(NodeLog log) {
    byte[] entry = log.read(ENTRY);
    if (entry == null) {
      return null;
    }
    try {
      ByteReader in = new ByteReader(entry);
      int format = in.byte8();
      if (format != FORMAT && format != FORMAT_WITHOUT_SEALS) {
        throw new IllegalArgumentException("format " + format + " is of another release");
      }
      List<PartitionState> states = new ArrayList<>();
      for (int i = in.count(4); i > 0; i--) {
        states.add(readState(in, format));
      }
      in.expectEnd();
      return states;
    } catch (IllegalArgumentException e) {
      throw new StorageException("entry \"" + ENTRY + "\" of the node's log: " + e.getMessage(), e);
    }
  }
}
