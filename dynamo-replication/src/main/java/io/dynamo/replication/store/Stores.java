package io.dynamo.replication.store;

import io.dynamo.api.Key;
import io.dynamo.api.Position;
import io.dynamo.api.versioning.Siblings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Both stores of a node, {@link Area#RECORDS} and {@link Area#HINTS}, behind one writer: they share
 * its thread, and the actors that belong to it. See {@link Store} for threads and failures.
 */
public record Stores(Store records, Store hints) implements StoreReads {
  @Override
  public Siblings read(Area area, Key key, Position position) {
    return (area == Area.RECORDS ? records : hints).read(key, position);
  }

  @Override
  public List<Hint> hints(@Nullable Hint after, int limit) {
    return hints.hints(after, limit);
  }

  @Override
  public boolean hasHints() {
    return hints.hintCount() > 0;
  }

  /**
   * Applies the writes of each area as one batch of its own; no key is written in both, so their
   * order does not matter.
   *
   * @return how many of the writes are done
   */
  public int apply(List<StoreWrite> writes) {
    List<StoreWrite> ofHints = new ArrayList<>();
    List<StoreWrite> ofRecords = new ArrayList<>(writes.size());
    for (StoreWrite write : writes) {
      (write.area() == Area.HINTS ? ofHints : ofRecords).add(write);
    }
    return records.apply(ofRecords) + hints.apply(ofHints);
  }

  /** Whether both take writes. */
  public boolean isWritable() {
    return records.isWritable() && hints.isWritable();
  }

  /** Ends writing in both for good; see {@link Store#stop}. */
  public void stop() {
    records.stop();
    hints.stop();
  }
}
