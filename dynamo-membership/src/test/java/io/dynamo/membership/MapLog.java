package io.dynamo.membership;

import io.dynamo.api.node.NodeLog;
import io.dynamo.api.storage.StorageException;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A node's log in memory. */
final class MapLog implements NodeLog {
  private final TreeMap<String, byte[]> entries = new TreeMap<>();
  boolean full;

  @Override
  public byte @Nullable [] read(String name) {
    byte[] content = entries.get(name);
    return content == null ? null : content.clone();
  }

  @Override
  public void write(String name, byte[] content) {
    if (full) {
      throw new StorageException("the disk is full");
    }
    entries.put(name, content.clone());
  }

  @Override
  public void remove(String name) {
    entries.remove(name);
  }
}
