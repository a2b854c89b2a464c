package io.dynamo.replication.store;

import io.dynamo.api.Position;
import io.dynamo.api.node.Events;
import io.dynamo.api.request.Generation;
import io.dynamo.api.request.PartitionView;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.storage.StorageEngine;
import io.dynamo.api.storage.StorageException;
import io.dynamo.api.storage.StorageFullException;
import io.dynamo.api.versioning.Actor;
import io.dynamo.api.versioning.Dot;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.Version;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.api.versioning.Versioning;
import io.dynamo.replication.actor.Actors;
import io.dynamo.replication.actor.LocalHeader;
import io.dynamo.replication.versioning.Retries;
import io.dynamo.replication.versioning.SiblingBound;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one write makes of one record, before anything is written: the rules V4 (who makes the dot),
 * V6 (alarm), V10 (retries), V11 (bound) and D3 (what is of an older generation). Belongs to the
 * writer thread.
 */
final class WritePreparation {
  private final Versioning versioning;
  private final PartitionStates states;
  private final Actors actors;
  private final Events events;
  private final TreeMap<Integer, Generation> behind = new TreeMap<>();

  WritePreparation(Versioning versioning, PartitionStates states, Actors actors, Events events) {
    this.versioning = versioning;
    this.states = states;
    this.actors = actors;
    this.events = events;
  }

  /** The write either ends here or waits in the record. */
  void prepare(PendingRecord record, StoreWrite.Keyed write) {
    if (write.area() == Area.RECORDS && !isTaken(write)) {
      return;
    }
    if (write instanceof StoreWrite.Put put) {
      put(record, put);
    } else if (write instanceof StoreWrite.Merge merge) {
      merge(record, merge);
    } else if (write instanceof StoreWrite.RemoveHint remove) {
      if (record.after().siblings().equals(remove.delivered())) {
        record.change(StoredRecord.NONE);
        events.hintDelivered(record.key());
      }
      record.await(write);
    }
  }

  /**
   * Whether the write is of the view that holds at this moment, and the partition still takes it
   * (rules Q5, H2); else it ends here.
   */
  private boolean isTaken(StoreWrite.Keyed write) {
    int partition = states.partition(write.position());
    if (!states.isCurrent(new PartitionView(partition, write.view()))) {
      write.seenOtherwise();
      return false;
    }
    if (states.of(partition).isClosed(states.self(), write.view())) {
      write.meetSeal();
      return false;
    }
    return true;
  }

  /** How what is written of this position now counts (rules H2, H4). */
  Counting counting(Position position) {
    int partition = states.partition(position);
    long view = states.range(partition).digest();
    PartitionState state = states.of(partition);
    if (state.isApart(view)) {
      return Counting.APART;
    }
    return state.isSealed(view) ? Counting.AS_SUCCESSOR : Counting.AS_OWNER;
  }

  /** The generations by which writes showed that partitions are behind, since the last call. */
  Map<Integer, Generation> takeBehind() {
    Map<Integer, Generation> taken = new TreeMap<>(behind);
    behind.clear();
    return taken;
  }

  private void put(PendingRecord record, StoreWrite.Put write) {
    LocalPut put = write.put();
    Siblings known = record.after().siblings();
    Generation generation = states.of(put.position()).generation();
    if (put.identity() != null && Retries.isRetry(known, put.identity())) {
      write.handler().onPrepared(known, generation);
      record.await(write);
      return;
    }
    checkAlarm(record, put.context());
    Actor actor;
    try {
      actor = actors.actorFor(record.after().header());
    } catch (StorageException e) {
      write.refuse(failed("no epoch could be reserved", e));
      return;
    }
    Siblings next = versioning.put(known, put.context(), version(put, known, actor));
    if (SiblingBound.refuses(known, next, coversAny(put.context(), known))) {
      write.handler().onTooManySiblings(known);
      return;
    }
    if (!fits(record, next, write)) {
      return;
    }
    write.handler().onPrepared(next, generation);
    if (next.versions().size() >= Siblings.WARN_VERSIONS) {
      events.manySiblings(record.key(), next.versions().size());
    }
    record.change(begun(record, generation).with(LocalHeader.of(actor), next));
    record.await(write);
    if (put.area() == Area.HINTS) {
      events.hintKept(record.key());
    }
  }

  private static boolean coversAny(VersionVector context, Siblings known) {
    for (Version version : known.versions()) {
      if (version.isSeenBy(context)) {
        return true;
      }
    }
    return false;
  }

  private static Version version(LocalPut put, Siblings known, Actor actor) {
    Dot dot = new Dot(actor, known.vector().counter(actor) + 1);
    long timestamp = put.wallMillis() << 16;
    for (Version version : known.versions()) {
      long later = Math.max(version.timestamp(), version.timestamp() + 1);
      timestamp = Math.max(timestamp, later);
    }
    return put.tombstone()
        ? Version.tombstone(dot, timestamp, put.identity())
        : Version.of(dot, timestamp, put.value(), put.identity());
  }

  private void merge(PendingRecord record, StoreWrite.Merge write) {
    try {
      RecordFormat.verifyValues(write.state());
    } catch (DamagedRecordException e) {
      write.refuse(new Refusal(Refusal.Reason.RECORD_DAMAGED, "as received: " + e.getMessage()));
      return;
    }
    Generation generation = states.of(write.position()).generation();
    if (generation.isBehind(write.generation())) {
      behind.put(states.partition(write.position()), write.generation());
      write.refuse(
          new Refusal(
              Refusal.Reason.NOT_READY,
              "its partition is of an older time, generation " + generation.raised()));
      return;
    }
    StoredRecord known = begun(record, generation);
    if (write.generation().raised() < known.since()) {
      write.handler().onBehind(generation);
      return;
    }
    checkAlarm(record, write.state().vector());
    Siblings next = versioning.merge(known.siblings(), write.state());
    if (!fits(record, next, write)) {
      return;
    }
    if (!next.isNone()) {
      record.change(known.with(known.header(), next));
    }
    record.await(write);
    if (write.area() == Area.HINTS) {
      events.hintKept(record.key());
    }
  }

  /** The record as it is, or one that begins under this generation. */
  private static StoredRecord begun(PendingRecord record, Generation generation) {
    StoredRecord known = record.after();
    return known.siblings().isNone()
        ? new StoredRecord(null, Siblings.NONE, generation.raised())
        : known;
  }

  private void checkAlarm(PendingRecord record, VersionVector incoming) {
    StoredRecord known = record.after();
    Dot unknown = actors.alarm(known.header(), known.siblings().vector(), incoming);
    if (unknown != null) {
      events.actorAhead(record.key(), unknown.actor());
    }
  }

  private static boolean fits(PendingRecord record, Siblings next, StoreWrite.Keyed write) {
    long length = RecordFormat.maxLength(next);
    if (length <= StorageEngine.MAX_VALUE_BYTES) {
      return true;
    }
    write.refuse(
        new Refusal(
            Refusal.Reason.STORAGE_FAILED,
            "the record of "
                + record.key()
                + " would have "
                + length
                + " bytes, the most is "
                + StorageEngine.MAX_VALUE_BYTES));
    return false;
  }

  /** What to tell of this failure. */
  static Refusal failed(String what, StorageException cause) {
    Refusal.Reason reason =
        cause instanceof StorageFullException
            ? Refusal.Reason.DISK_FULL
            : Refusal.Reason.STORAGE_FAILED;
    return new Refusal(reason, what + ": " + cause.getMessage());
  }
}
