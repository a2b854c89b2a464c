package io.dynamo.replication.actor;

import io.dynamo.api.node.NodeLog;
import io.dynamo.api.storage.StorageException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A node's log in memory, whose writes can be made to fail and whose directory can be copied. */
public final class MemoryNodeLog implements NodeLog {
  private final TreeMap<String, byte[]> entries = new TreeMap<>();
  private @Nullable StorageException failure;
  private int writes;

  public MemoryNodeLog() {}

  private MemoryNodeLog(Map<String, byte[]> entries) {
    entries.forEach((name, content) -> this.entries.put(name, content.clone()));
  }

  /** Another log with the same entries, like a copied directory. */
  public MemoryNodeLog copy() {
    return new MemoryNodeLog(entries);
  }

  /** From now on writes fail like this, or with null succeed. */
  public void failWrites(@Nullable StorageException with) {
    failure = with;
  }

  public int writes() {
    return writes;
  }

  public boolean has(String name) {
    return entries.containsKey(name);
  }

  @Override
  public byte @Nullable [] read(String name) {
    byte[] content = entries.get(name);
    return content == null ? null : content.clone();
  }

  @Override
  public void write(String name, byte[] content) {
    check();
    writes++;
    entries.put(name, content.clone());
  }

  @Override
  public void remove(String name) {
    check();
    entries.remove(name);
  }

  private void check() {
    if (failure != null) {
      throw failure;
    }
  }
}
