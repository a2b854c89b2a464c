package io.dynamo.replication.store;

import io.dynamo.api.versioning.Actor;
import io.dynamo.api.versioning.Dot;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.Version;
import io.dynamo.api.versioning.VersionVector;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What this life of a node has written itself, out of records that lie on a disk of an older time
 * (rule D5). Before it learnt how old its disk is it may have acknowledged it alone, so it must not
 * go with the disk. What was stored before goes; so do the entries of the vector that may stand for
 * it, else it would be taken for replaced where it is still right. Pure.
 *
 * @param ofThisLife whether this life of the node has made the dots of this actor
 */
record OwnWrites(Predicate<Actor> ofThisLife) {
  /** What stays of the record, under this generation; {@link StoredRecord#NONE} if nothing. */
  StoredRecord of(StoredRecord record, long since) {
    List<Version> own = new ArrayList<>();
    TreeSet<Actor> going = new TreeSet<>();
    for (Version version : record.siblings().versions()) {
      if (ofThisLife.test(version.dot().actor())) {
        own.add(version);
      } else {
        going.add(version.dot().actor());
        version.twins().forEach(twin -> going.add(twin.actor()));
      }
    }
    if (own.isEmpty()) {
      return StoredRecord.NONE;
    }
    List<Dot> entries = new ArrayList<>();
    for (Dot entry : record.siblings().vector().entries()) {
      if (!going.contains(entry.actor())) {
        entries.add(entry);
      }
    }
    for (Version version : own) {
      entries.add(version.dot());
      entries.addAll(version.twins());
    }
    Siblings staying = new Siblings(VersionVector.of(entries), own, record.siblings().replaced());
    return new StoredRecord(null, staying, since);
  }
}
