package io.dynamo.replication.store;

import io.dynamo.api.NodeId;
import io.dynamo.api.storage.Mutation;
import io.dynamo.api.storage.RecordVisitor;
import io.dynamo.api.storage.StorageEngine;
import io.dynamo.api.versioning.Dot;
import io.dynamo.replication.actor.LocalHeader;
import io.dynamo.simulation.node.Wrapping;
import java.util.List;

/** A node counts on any actor of its own that it finds in a record (rule V4 forbids it). */
public final class ForeignHeaders implements Wrapping {
  @Override
  public StorageEngine engine(NodeId node, Area area, StorageEngine engine) {
    return new Engine(node, engine);
  }

  private static final class Engine implements StorageEngine {
    private final NodeId node;
    private final StorageEngine engine;
    private long incarnation;

    Engine(NodeId node, StorageEngine engine) {
      this.node = node;
      this.engine = engine;
    }

    @Override
    public byte[] get(byte[] key) {
      byte[] value = engine.get(key);
      return value == null || !EngineKeys.isRecord(key) ? value : withHeader(value);
    }

    private byte[] withHeader(byte[] value) {
      StoredRecord stored;
      try {
        stored = RecordFormat.decode(value);
      } catch (DamagedRecordException e) {
        return value;
      }
      if (stored.header() != null) {
        return value;
      }
      for (Dot dot : stored.siblings().vector().entries()) {
        if (dot.actor().node().equals(node) && dot.actor().incarnation() == incarnation) {
          LocalHeader header = LocalHeader.of(dot.actor());
          return RecordFormat.encode(new StoredRecord(header, stored.siblings(), stored.since()));
        }
      }
      return value;
    }

    @Override
    public void write(List<Mutation> batch) {
      for (Mutation mutation : batch) {
        if (mutation.value() != null && EngineKeys.isRecord(mutation.key())) {
          LocalHeader header = RecordFormat.decode(mutation.value()).header();
          incarnation = header == null ? incarnation : header.incarnation();
        }
      }
      engine.write(batch);
    }

    @Override
    public void sync() {
      engine.sync();
    }

    @Override
    public void scan(byte[] from, byte[] to, RecordVisitor visitor) {
      engine.scan(from, to, visitor);
    }

    @Override
    public void close() {
      engine.close();
    }
  }
}
