package io.dynamo.api.storage;

import io.dynamo.api.Settings;
import java.nio.file.Path;

/**
 * Opens engines of one kind. Found by {@link java.util.ServiceLoader} and chosen by name: {@code
 * dynamo.storage.engine}.
 */
public interface StorageEngineProvider {
  /** The value of {@code dynamo.storage.engine} that chooses this one, such as {@code lmdb}. */
  String name();

  /**
   * Opens what is in this directory, or begins there.
   *
   * @param directory exists and belongs to this engine alone
   * @param durability what the store will ask of it
   * @param settings the section {@code dynamo.storage.<name>}
   * @throws StorageException if it cannot be opened, or is open elsewhere
   * @throws IllegalArgumentException if a setting is bad; the message names it
   */
  StorageEngine open(Path directory, Durability durability, Settings settings);
}
