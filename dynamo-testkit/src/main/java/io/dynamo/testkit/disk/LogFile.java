package io.dynamo.testkit.disk;

import io.dynamo.api.node.NodeLog;
import java.util.ArrayDeque;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The log of a node on its virtual disk. */
final class LogFile implements NodeLog {
  private final VirtualDisk disk;
  private final TreeMap<String, byte[]> entries = new TreeMap<>();
  private final ArrayDeque<Change> changes = new ArrayDeque<>();

  /** An entry as it was before a change that will be durable at this time. */
  private record Change(long durableNanos, String name, byte @Nullable [] before) {}

  LogFile(VirtualDisk disk) {
    this.disk = disk;
  }

  @Override
  public byte @Nullable [] read(String name) {
    byte[] content = entries.get(name);
    return content == null ? null : content.clone();
  }

  @Override
  public void write(String name, byte[] content) {
    checkName(name);
    disk.failIfTroubled();
    noteChange(name);
    entries.put(name, content.clone());
  }

  @Override
  public void remove(String name) {
    checkName(name);
    noteChange(name);
    entries.remove(name);
  }

  private void noteChange(String name) {
    long now = disk.clock().nanos();
    while (!changes.isEmpty() && changes.peekFirst().durableNanos() <= now) {
      changes.removeFirst();
    }
    changes.addLast(new Change(now, name, entries.get(name)));
  }

  /** What was being written by a task that has not come so far is not there. */
  void crash(long nowNanos) {
    while (!changes.isEmpty() && changes.peekLast().durableNanos() > nowNanos) {
      Change undone = changes.removeLast();
      byte[] before = undone.before();
      if (before == null) {
        entries.remove(undone.name());
      } else {
        entries.put(undone.name(), before);
      }
    }
  }

  void wipe() {
    entries.clear();
    changes.clear();
  }

  SortedMap<String, byte[]> copy() {
    return new TreeMap<>(entries);
  }

  void restore(SortedMap<String, byte[]> content) {
    wipe();
    entries.putAll(content);
  }

  private static void checkName(String name) {
    if (!name.matches("[a-z0-9-]+")) {
      throw new IllegalArgumentException(
          "name of an entry must be of a-z 0-9 -, was \"" + name + "\"");
    }
  }
}
