package io.dynamo.simulation.check;

import io.dynamo.api.Key;
import io.dynamo.api.storage.StorageException;
import io.dynamo.api.versioning.Dot;
import io.dynamo.api.versioning.Version;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.replication.store.Area;
import io.dynamo.simulation.cluster.SimulatedCluster;
import io.dynamo.simulation.node.SimulatedNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * At no moment is an acknowledged put on no disk, as a record or as a hint, of whatever node, up or
 * down, member or not: those that were given up do not count. It is excused if each disk that
 * acknowledged it has been destroyed since, and it ceases to be looked for as soon as somebody
 * begins a write that has seen it. A put that was tried again is left out: who had seen the one
 * attempt has replaced the other, too (rule V10).
 */
final class DurableCopies {
  private final SimulatedCluster cluster;
  private final Predicate<String> excused;
  private final TreeMap<Key, TreeMap<String, Set<Dot>>> wanted = new TreeMap<>();

  private final TreeSet<String> begun = new TreeSet<>();
  private final TreeSet<String> triedAgain = new TreeSet<>();

  /** What the writes of each key had seen, all together. */
  private final TreeMap<Key, VersionVector> seen = new TreeMap<>();

  /**
   * A check of this cluster.
   *
   * @param excused whether all disks that acknowledged a write have lost it
   */
  DurableCopies(SimulatedCluster cluster, Predicate<String> excused) {
    this.cluster = cluster;
    this.excused = excused;
  }

  /** A put has been acknowledged just now. */
  void onStored(String write, Key key) {
    Set<Dot> dots = new Found(key).dots.get(write);
    if (dots != null
        && !triedAgain.contains(write)
        && !isSeen(dots, seen.getOrDefault(key, VersionVector.EMPTY))) {
      wanted.computeIfAbsent(key, created -> new TreeMap<>()).put(write, dots);
    }
  }

  /** A write begins that replaces what it has seen; it may have begun before. */
  void onWrite(String write, Key key, VersionVector context) {
    if (!begun.add(write)) {
      triedAgain.add(write);
    }
    VersionVector all = seen.merge(key, context, VersionVector::merge);
    TreeMap<String, Set<Dot>> puts = wanted.get(key);
    if (puts != null) {
      puts.values().removeIf(dots -> isSeen(dots, all));
      puts.remove(write);
    }
  }

  private static boolean isSeen(Set<Dot> dots, VersionVector vector) {
    return dots.stream().anyMatch(vector::covers);
  }

  /** Looks at all disks now. */
  void check() {
    for (Map.Entry<Key, TreeMap<String, Set<Dot>>> entry : wanted.entrySet()) {
      if (!entry.getValue().isEmpty()) {
        check(entry.getKey(), entry.getValue());
      }
    }
  }

  private void check(Key key, Map<String, Set<Dot>> puts) {
    Found found = new Found(key);
    if (found.damaged) {
      return;
    }
    cluster.counters().add("checked (h): acknowledged puts are on a disk");
    VersionVector replaced = seen.getOrDefault(key, VersionVector.EMPTY);
    for (Map.Entry<String, Set<Dot>> put : new TreeMap<>(puts).entrySet()) {
      String write = put.getKey();
      Set<Dot> dots = found.dots.get(write);
      if (dots == null) {
        puts.remove(write);
        if (!excused.test(write)) {
          cluster.violations().add('h', write + " was acknowledged, and is on no disk any more");
        }
      } else {
        put.getValue().addAll(dots);
        if (isSeen(dots, replaced)) {
          puts.remove(write);
        }
      }
    }
  }

  /** What is on all disks under one key. */
  private final class Found {
    private final TreeMap<String, Set<Dot>> dots = new TreeMap<>();
    private boolean damaged;

    Found(Key key) {
      for (SimulatedNode node : cluster.nodes()) {
        if (!cluster.health().isGivenUp(node.id())) {
          for (Area area : Area.values()) {
            find(node, area, key);
          }
        }
      }
    }

    private void find(SimulatedNode node, Area area, Key key) {
      try {
        for (Version version : node.stored(area, key).live()) {
          String value = new String(version.value(), StandardCharsets.UTF_8);
          Set<Dot> all = dots.computeIfAbsent(value, created -> new TreeSet<>());
          all.add(version.dot());
          all.addAll(version.twins());
        }
      } catch (StorageException e) {
        damaged = true;
      }
    }
  }
}
