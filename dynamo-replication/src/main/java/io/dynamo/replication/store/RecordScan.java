package io.dynamo.replication.store;

import io.dynamo.api.storage.StorageEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the records of an engine, a page at a time: so many records at most, and not much
 * more than {@value #PAGE_BYTES} bytes of them, so that no read of the engine is long. Leaf sums
 * and what was set aside are passed over. Callable from any thread.
 */
final class RecordScan {
  static final long PAGE_BYTES = 1 << 20;

  private final StorageEngine engine;

  RecordScan(StorageEngine engine) {
    this.engine = engine;
  }

  /**
   * One page.
   *
   * @param from the first engine key, inclusive
   * @param to the last one, exclusive; null for the end
   * @param limit the most records that are looked at
   * @param pick what a record gives, or null to pass it over; may throw DamagedRecordException
   * @throws io.dynamo.api.storage.StorageException if the engine cannot read
   */
  <T> ScanPage<T> page(
      byte[] from,
      byte @Nullable [] to,
      int limit,
      BiFunction<Place, StoredRecord, @Nullable T> pick) {
    List<T> found = new ArrayList<>();
    List<Place> damaged = new ArrayList<>();
    Place[] last = new Place[1];
    boolean[] more = new boolean[1];
    long[] seen = new long[2];
    engine.scan(
        from,
        to,
        (engineKey, value) -> {
          if (!EngineKeys.isRecord(engineKey)) {
            return true;
          }
          if (seen[0] == limit || seen[1] >= PAGE_BYTES) {
            more[0] = true;
            return false;
          }
          seen[0]++;
          seen[1] += value.length;
          Place place = new Place(EngineKeys.key(engineKey), EngineKeys.position(engineKey));
          last[0] = place;
          try {
            T picked = pick.apply(place, RecordFormat.decode(value));
            if (picked != null) {
              found.add(picked);
            }
          } catch (DamagedRecordException e) {
            damaged.add(place);
          }
          return true;
        });
    return new ScanPage<>(found, last[0], more[0], damaged);
  }

  /** Where a walk goes on after this place, or begins. */
  static byte[] after(@Nullable Place last, byte[] first) {
    return last == null
        ? first
        : EngineKeys.after(EngineKeys.ofRecord(last.position(), last.key()));
  }
}
