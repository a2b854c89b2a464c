package io.dynamo.replication.store;

import io.dynamo.api.ClusterId;
import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.node.NodeLog;
import io.dynamo.api.node.Scheduler;
import io.dynamo.api.request.Reaping;
import io.dynamo.api.request.TreeEntry;
import io.dynamo.api.storage.StorageEngine;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.Version;
import io.dynamo.membership.HistoryLog;
import io.dynamo.simulation.node.Wrapping;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** A node removes its own tombstones when they are old, and asks nobody (rule D2 forbids it). */
public final class AgedTombstones implements Wrapping {
  private static final long INTERVAL_NANOS = 5_000_000_000L;
  private static final long GRACE_MILLIS = 20_000;

  private final TreeMap<NodeId, NodeLog> logs = new TreeMap<>();
  private final TreeMap<NodeId, StorageEngine> records = new TreeMap<>();

  @Override
  public NodeLog log(NodeId node, NodeLog log) {
    logs.put(node, log);
    return log;
  }

  @Override
  public StorageEngine engine(NodeId node, Area area, StorageEngine engine) {
    if (area == Area.RECORDS) {
      records.put(node, engine);
    }
    return engine;
  }

  @Override
  public StoreThreads threads(NodeId node, StoreThreads threads, Scheduler scheduler) {
    ClusterId cluster = new HistoryLog(logs.get(node)).read().clusterId();
    reapLater(records.get(node), cluster, threads, scheduler);
    return threads;
  }

  private static void reapLater(
      StorageEngine engine, ClusterId cluster, StoreThreads threads, Scheduler scheduler) {
    scheduler.schedule(
        INTERVAL_NANOS,
        () -> {
          long before = scheduler.wallMillis() - GRACE_MILLIS;
          threads.write(
              new StoreWrite.Exclusive<>(
                  upkeep -> reap(upkeep, engine, cluster, before), StoreHandler.ignoring()));
          reapLater(engine, cluster, threads, scheduler);
        });
  }

  private static Done reap(
      Upkeep upkeep, StorageEngine engine, ClusterId cluster, long beforeMillis) {
    LeafHash hash = new LeafHash(cluster);
    List<Place> places = new ArrayList<>();
    List<Reaping> reapings = new ArrayList<>();
    engine.scan(
        new byte[0],
        null,
        (engineKey, value) -> {
          Siblings state = EngineKeys.isRecord(engineKey) ? decode(value) : Siblings.NONE;
          if (!state.isNone() && state.live().isEmpty() && isOlder(state, beforeMillis)) {
            Key key = EngineKeys.key(engineKey);
            places.add(new Place(key, EngineKeys.position(engineKey)));
            reapings.add(new Reaping(new TreeEntry(key, hash.of(key, state)), List.of()));
          }
          return true;
        });
    for (int i = 0; i < places.size(); i++) {
      int partition = upkeep.states().partition(places.get(i).position());
      upkeep.reap(partition, 0, places.subList(i, i + 1), reapings.subList(i, i + 1));
    }
    return Done.DONE;
  }

  private static Siblings decode(byte[] value) {
    try {
      return RecordFormat.decode(value).siblings();
    } catch (DamagedRecordException e) {
      return Siblings.NONE;
    }
  }

  private static boolean isOlder(Siblings state, long beforeMillis) {
    for (Version version : state.versions()) {
      if (version.timestamp() >>> 16 >= beforeMillis) {
        return false;
      }
    }
    return true;
  }
}
