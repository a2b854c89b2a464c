package io.dynamo.replication.store;

import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.request.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A drop that was decided on is done, whatever the partition has become since (rule H6 has the drop
 * look at the digest once more).
 */
public final class HeedlessDrops extends PassedThreads {
  private static final int REFUSED = -1;
  private static final int MOST_RECORDS = 256;

  private final Stores stores;

  /** The threads of these stores, with one partition, broken. */
  public HeedlessDrops(StoreThreads threads, Stores stores) {
    super(threads);
    this.stores = stores;
  }

  @Override
  public @Nullable Refusal write(StoreWrite write) {
    return super.write(
        write instanceof StoreWrite.Exclusive<?> exclusive ? heedless(exclusive) : write);
  }

  /** Nothing else that the writer does alone ends with this number. */
  private <T> StoreWrite.Exclusive<T> heedless(StoreWrite.Exclusive<T> asked) {
    return new StoreWrite.Exclusive<>(
        upkeep -> {
          T result = asked.work().apply(upkeep);
          if (Integer.valueOf(REFUSED).equals(result)) {
            drop();
          }
          return result;
        },
        asked.handler());
  }

  private void drop() {
    Partition all = stores.partitions().range(0);
    List<Place> places =
        stores
            .records()
            .records()
            .scan(all.firstLeaf(), all.leaves(), null, MOST_RECORDS, (place, record) -> place)
            .found();
    stores.records().drop(places);
  }
}
