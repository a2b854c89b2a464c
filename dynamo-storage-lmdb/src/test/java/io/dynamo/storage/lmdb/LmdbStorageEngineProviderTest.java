package io.dynamo.storage.lmdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamo.api.MapSettings;
import io.dynamo.api.storage.Durability;
import io.dynamo.api.storage.StorageEngineProvider;
import io.dynamo.api.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LmdbStorageEngineProviderTest {
  private final StorageEngineProvider provider = new LmdbStorageEngineProvider();

  @TempDir Path directory;

  @Test
  void serviceLoaderFindsItByName() {
    assertThat(ServiceLoader.load(StorageEngineProvider.class))
        .anyMatch(found -> found.name().equals("lmdb"));
  }

  @Test
  void badSettingsAreNamedWithTheirValue() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> open(Map.of("map-size", 1000L)))
        .withMessageContaining("map-size must be at least 65536 bytes, was 1000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> open(Map.of("max-readers", 0L)))
        .withMessageContaining("max-readers must be 1..4096, was 0");
    open(Map.of());
  }

  @Test
  void directoryWithAForeignFileIsRefusedAndLeftUnlocked() throws IOException {
    Path file = directory.resolve("data.mdb");
    Files.write(file, "this is no map of LMDB".repeat(1000).getBytes(UTF_8));

    assertThatThrownBy(() -> open(Map.of()))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(directory.toString());

    Files.delete(file);
    open(Map.of());
  }

  /** A reader on a full disk must not be the first to write to a page of the table. */
  @Test
  void readerTableIsNotSparse() throws IOException {
    open(Map.of("max-readers", 4096L));

    assertThat(Files.size(directory.resolve("lock.mdb"))).isGreaterThanOrEqualTo(4096 * 64);
  }

  private void open(Map<String, ?> settings) {
    provider.open(directory, Durability.SYNC, new MapSettings(settings)).close();
  }
}
