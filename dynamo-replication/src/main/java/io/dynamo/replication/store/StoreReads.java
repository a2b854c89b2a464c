package io.dynamo.replication.store;

import io.dynamo.api.Key;
import io.dynamo.api.Position;
import io.dynamo.api.storage.StorageException;
import io.dynamo.api.versioning.Siblings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can be read of a node's stores. Calls block; many threads may make them at the same time.
 */
public interface StoreReads {
  /**
   * All that is stored under the key; {@link Siblings#NONE} if nothing.
   *
   * @throws StorageException if it cannot be read or is damaged
   */
  Siblings read(Area area, Key key, Position position);

  /**
   * A page of hints; see {@link LocalHints#hints}.
   *
   * @throws StorageException if they cannot be read
   */
  List<Hint> hints(@Nullable Hint after, int limit);

  /** Whether there is any hint; does not block. */
  boolean hasHints();
}
