package io.dynamo.replication.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a walk through the store.
 *
 * @param last where the next page begins, after this; null if no record was met
 * @param more whether there may be more behind
 * @param damaged what failed its checksum on this page, and is not among what was found
 */
public record ScanPage<T>(List<T> found, @Nullable Place last, boolean more, List<Place> damaged) {
  public ScanPage {
    found = List.copyOf(found);
    damaged = List.copyOf(damaged);
  }
}
