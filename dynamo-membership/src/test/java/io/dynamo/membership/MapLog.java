package io.dynamo.membership;

import io.dynamo.api.node.NodeLog;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A node's log in memory. */
final class MapLog implements NodeLog {
  private final TreeMap<String, byte[]> entries = new TreeMap<>();

  @Override
  public byte @Nullable [] read(String name) {
    byte[] content = entries.get(name);
    return content == null ? null : content.clone();
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
