package io.dynamo.testkit.disk;

import io.dynamo.api.storage.Mutation;
import io.dynamo.api.storage.RecordVisitor;
import io.dynamo.api.storage.StorageEngine;
import io.dynamo.api.storage.StorageException;
import io.dynamo.api.storage.StorageLimits;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One opening of an engine of a virtual disk. */
final class VirtualStorageEngine implements StorageEngine {
  private final VirtualDisk disk;
  private final EngineFile file;
  private boolean closed;

  VirtualStorageEngine(VirtualDisk disk, EngineFile file) {
    this.disk = disk;
    this.file = file;
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    StorageLimits.checkKey(key);
    checkOpen();
    byte[] value = file.records().get(key);
    return value == null ? null : value.clone();
  }

  @Override
  public void write(List<Mutation> batch) {
    batch.forEach(StorageLimits::check);
    checkOpen();
    long now = disk.clock().nanos();
    disk.clock().write();
    disk.failIfTroubled();
    file.write(batch, now, disk.clock().nanos());
  }

  @Override
  public void sync() {
    checkOpen();
    disk.clock().sync();
    if (disk.trouble() == DiskTrouble.SYNCS_FAIL) {
      throw new StorageException("the disk does not sync");
    }
    file.sync(disk.clock().nanos());
  }

  @Override
  public void scan(byte[] from, byte @Nullable [] to, RecordVisitor visitor) {
    checkOpen();
    Map.Entry<byte[], byte[]> next = file.records().ceilingEntry(from);
    while (next != null && (to == null || Arrays.compareUnsigned(next.getKey(), to) < 0)) {
      if (!visitor.visit(next.getKey().clone(), next.getValue().clone())) {
        return;
      }
      checkOpen();
      next = file.records().higherEntry(next.getKey());
    }
  }

  @Override
  public void close() {
    closed = true;
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("this engine is closed");
    }
  }
}
