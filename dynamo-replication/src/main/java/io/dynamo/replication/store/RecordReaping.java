package io.dynamo.replication.store;

import io.dynamo.api.request.Reaping;
import io.dynamo.api.versioning.Actor;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.replication.actor.Actors;
import io.dynamo.replication.actor.LocalHeader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the last step of a reaping makes of records that are still exactly as they were proven
 * (rules D3, V7). It decides and does not write. Belongs to the writer thread.
 */
final class RecordReaping {
  private final StoredRecords records;
  private final LeafHash leafHash;
  private final Actors actors;

  RecordReaping(StoredRecords records, LeafHash leafHash, Actors actors) {
    this.records = records;
    this.leafHash = leafHash;
    this.actors = actors;
  }

  /**
   * The records that change.
   *
   * @param since the generation under which that happens
   */
  List<PendingRecord> changed(List<Place> places, List<Reaping> reapings, long since) {
    List<PendingRecord> changed = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      PendingRecord record = records.open(places.get(i));
      StoredRecord after = after(record, reapings.get(i), since);
      if (after != null) {
        record.change(after);
        changed.add(record);
      }
    }
    return changed;
  }

  /** What is left of the record, or null if it stays as it is. */
  private @Nullable StoredRecord after(PendingRecord record, Reaping reaping, long since) {
    StoredRecord before = record.before();
    if (!leafHash.of(record.key(), before.siblings()).equals(reaping.entry().hash())) {
      return null;
    }
    if (reaping.retired().isEmpty()) {
      return before.siblings().live().isEmpty() ? StoredRecord.NONE : null;
    }
    Actor counting = counting(before.header());
    if (counting != null && reaping.retired().contains(counting)) {
      return null;
    }
    Siblings left = Compaction.without(before.siblings(), reaping.retired());
    return new StoredRecord(before.header(), left, since);
  }

  /** The actor with which the next put on a record with this header goes on, or null. */
  @Nullable Actor counting(@Nullable LocalHeader header) {
    return header != null && actors.countsOn(header) ? header.actor(actors.self()) : null;
  }
}
