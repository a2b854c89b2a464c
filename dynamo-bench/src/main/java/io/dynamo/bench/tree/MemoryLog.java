package io.dynamo.bench.tree;

import io.dynamo.api.node.NodeLog;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A node's log for as long as the drill runs. */
final class MemoryLog implements NodeLog {
  private final TreeMap<String, byte[]> entries = new TreeMap<>();

  @Override
  public byte @Nullable [] read(String name) {
    byte[] entry = entries.get(name);
    return entry == null ? null : entry.clone();
  }

  @Override
  public void write(String name, byte[] content) {
    entries.put(name, content.clone());
  }

  @Override
  public void remove(String name) {
    entries.remove(name);
  }
}
