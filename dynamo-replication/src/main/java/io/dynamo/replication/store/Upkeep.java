package io.dynamo.replication.store;

import io.dynamo.api.HashSum;
import io.dynamo.api.node.Events;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.request.Generation;
import io.dynamo.api.request.Proof;
import io.dynamo.api.request.Reaping;
import io.dynamo.api.request.TreeEntry;
import io.dynamo.api.request.TreeRoot;
import io.dynamo.api.storage.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a node's writer does beside writing single records: it sums up the hash tree (Dynamo §4.7),
 * raises and completes generations, proves and reaps (section D), sets aside, and notes which
 * partitions are whole (rule Q2). Belongs to the writer thread; reached by {@link
 * LocalStore#upkeep}. Whatever cannot be done throws {@link StorageException}, and what it says was
 * done is durable.
 */
public final class Upkeep {
  private static final int PAGE_RECORDS = 256;

  private final Store records;
  private final Store hints;
  private final PartitionStates states;
  private final boolean replicated;
  private final Events events;
  private final Handing handing;

  Upkeep(Store records, Store hints, PartitionStates states, boolean replicated, Events events) {
    this.replicated = replicated;
    this.records = records;
    this.hints = hints;
    this.states = states;
    this.events = events;
    this.handing = new Handing(records, states, events);
  }

  /** What concerns partitions that are handed over. */
  public Handing handing() {
    return handing;
  }

  /** What is known of each partition. */
  public PartitionStates states() {
    return states;
  }

  /** The roots of these partitions. */
  public List<TreeRoot> roots(List<Partition> partitions) {
    List<TreeRoot> roots = new ArrayList<>(partitions.size());
    for (Partition partition : partitions) {
      PartitionState state = states.of(partition.index());
      HashSum sum = sum(partition.firstLeaf(), partition.leaves());
      roots.add(
          new TreeRoot(partition.index(), sum, state.whole(), state.generation(), state.losses()));
    }
    return roots;
  }

  /** The sums over these leaves, in so many parts of equal length. */
  public List<HashSum> sums(int firstLeaf, int leaves, int parts) {
    int each = leaves / parts;
    List<HashSum> sums = new ArrayList<>(parts);
    for (int i = 0; i < parts; i++) {
      sums.add(sum(firstLeaf + i * each, each));
    }
    return sums;
  }

  private HashSum sum(int firstLeaf, int leaves) {
    HashSum sum = HashSum.ZERO;
    for (int leaf = firstLeaf; leaf < firstLeaf + leaves; leaf++) {
      sum = sum.plus(records.leafSum(leaf));
    }
    return sum;
  }

  /**
   * Raises a partition to this generation, unless it is there already, and notes how far it is
   * complete: by that all that the node holds of it is of this generation (rule D3). Every write
   * before has ended. A partition that is behind what is complete is set aside first (rule D5).
   *
   * @return its generation now
   */
  public Generation learn(int partition, Generation other) {
    Generation known = states.of(partition).generation();
    if (known.isBehind(other)) {
      setAside(partition, new Generation(other.completed(), other.completed()));
      known = states.of(partition).generation();
    }
    Generation next =
        new Generation(
            Math.max(known.raised(), other.raised()),
            Math.max(known.completed(), other.completed()));
    if (!next.equals(known)) {
      states.change(partition, state -> state.at(next));
      events.generationRaised(partition, next.raised());
    }
    return next;
  }

  /**
   * What else than the owners' own records there is of this partition (rule D2): how many hints,
   * and one for a copy that is sealed, moving or not yet dropped. What is gone is so durably.
   */
  public long outstanding(int partition) {
    hints.settle();
    Partition now = states.range(partition);
    boolean copy = !now.owners().contains(states.self()) && !handing.isEmpty(partition);
    boolean moving =
        now.isMoving() || (now.isHolder(states.self()) && states.of(partition).seal() != null);
    return hints.hintCount(partition) + (copy || moving ? 1 : 0);
  }

  /**
   * Notes that a partition is whole, unless it has ceased to be so since the comparison began that
   * showed it (rule Q2).
   *
   * @param losses {@link PartitionState#losses} when it began
   * @return whether it is whole now
   */
  public boolean becomeWhole(int partition, long losses, String reason) {
    PartitionState before = states.of(partition);
    if (before.whole() || before.losses() != losses) {
      return before.whole();
    }
    records.settle();
    states.change(partition, PartitionState::becomingWhole);
    events.wholenessChanged(partition, true, reason);
    return true;
  }

  /** Which of these the node holds exactly so, durably (rule D2). */
  public List<Proof> prove(List<Place> places, List<TreeEntry> entries) {
    records.settle();
    List<Proof> proofs = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      if (setAside(Area.RECORDS, places.get(i))) {
        continue;
      }
      StoredRecord stored = records.stored(places.get(i));
      if (records.hash(places.get(i).key(), stored.siblings()).equals(entries.get(i).hash())) {
        proofs.add(new Proof(entries.get(i), records.counting(stored.header())));
      }
    }
    return proofs;
  }

  /**
   * Notes that every member has raised this generation, then removes or compacts those of these
   * records that are still exactly so (rules D3, V7).
   *
   * @return how many
   */
  public int reap(int partition, long generation, List<Place> places, List<Reaping> reapings) {
    if (states.of(partition).generation().raised() < generation) {
      throw new StorageException(
          "partition " + partition + " is not raised to generation " + generation);
    }
    learn(partition, new Generation(generation, generation));
    places.forEach(place -> setAside(Area.RECORDS, place));
    int reaped = records.reap(places, reapings, generation);
    if (reaped > 0) {
      events.recordsReaped(partition, reaped);
    }
    return reaped;
  }

  /**
   * Takes all that the node holds of a partition, hints too, out of its stores: its disk is of an
   * older time than this generation (rule D5). Only what this life of the node wrote itself stays.
   * What is broken off is done again at the next try.
   */
  private void setAside(int index, Generation generation) {
    Partition partition = states.range(index);
    lose(index, "its disk is of an older time, at " + states.of(index).generation());
    long moved = 0;
    Place last = null;
    ScanPage<Place> page;
    do {
      Place after = last;
      page =
          records
              .records()
              .scan(
                  partition.firstLeaf(),
                  partition.leaves(),
                  after,
                  PAGE_RECORDS,
                  (place, record) -> place);
      List<Place> all = new ArrayList<>(page.found());
      all.addAll(page.damaged());
      records.setAsideOlder(all, generation.raised());
      moved += all.size();
      last = page.last();
    } while (page.more());
    moved += setAsideHints(index, generation.raised());
    // An earlier try may have taken all of it out and failed to sync: a power cut would bring it
    // back.
    records.settle();
    hints.settle();
    states.change(index, state -> state.at(generation));
    events.partitionSetAside(index, moved);
  }

  private long setAsideHints(int partition, long since) {
    List<Place> places = new ArrayList<>();
    Place last = null;
    ScanPage<Place> page;
    do {
      page = hints.records().scanAll(last, PAGE_RECORDS, (place, record) -> place);
      for (Place place : page.found()) {
        if (states.partition(place.position()) == partition) {
          places.add(place);
        }
      }
      last = page.last();
    } while (page.more());
    hints.setAsideOlder(places, since);
    return places.size();
  }

  /**
   * Takes a damaged record out of its store; its partition is not whole without it (rule Q2). The
   * only copy of a cluster without replicas stays where it is, an error.
   *
   * @return whether it was damaged and is set aside
   */
  public boolean setAside(Area area, Place place) {
    Store store = area == Area.RECORDS ? records : hints;
    if (!isReplicated(place)) {
      return false;
    }
    try {
      RecordFormat.verifyValues(store.stored(place).siblings());
      return false;
    } catch (DamagedRecordException e) {
      if (area == Area.RECORDS) {
        lose(states.partition(place.position()), "a damaged record was set aside");
      }
      store.setAside(List.of(place));
      events.recordSetAside(place.key(), String.valueOf(e.getMessage()));
      return true;
    }
  }

  /** Also a cluster that began with one node may have grown. */
  private boolean isReplicated(Place place) {
    return replicated || states.range(states.partition(place.position())).holders().size() > 1;
  }

  /** Sets aside what writes have found damaged. */
  void setAsideDamaged() {
    setAside(Area.RECORDS, records.takeDamaged());
    setAside(Area.HINTS, hints.takeDamaged());
  }

  private void setAside(Area area, List<Place> places) {
    for (Place place : places) {
      try {
        setAside(area, place);
      } catch (StorageException e) {
        events.recordDamaged(place.key(), "cannot be set aside: " + e.getMessage());
      }
    }
  }

  /** The disk is older than the node: nothing on it counts until it was compared (rule Q2). */
  public void loseAll() {
    try {
      states.loseAll();
      events.wholenessChanged(-1, false, "the disk is older than what others know of this node");
    } catch (StorageException e) {
      events.batchFailed(0, "not noted that the disk is older: " + e.getMessage());
    }
  }

  /** Sets aside the partitions that writes have shown to be of an older time (rule D5). */
  void setAsideBehind() {
    setAsideBehind(records.takeBehind());
    setAsideBehind(hints.takeBehind());
  }

  private void setAsideBehind(Map<Integer, Generation> behind) {
    behind.forEach(
        (partition, generation) -> {
          try {
            learn(partition, generation);
          } catch (StorageException e) {
            events.batchFailed(0, "partition " + partition + " not set aside: " + e.getMessage());
          }
        });
  }

  private void lose(int partition, String reason) {
    boolean before = states.of(partition).whole();
    states.change(partition, PartitionState::losing);
    if (before) {
      events.wholenessChanged(partition, false, reason);
    }
  }
}
