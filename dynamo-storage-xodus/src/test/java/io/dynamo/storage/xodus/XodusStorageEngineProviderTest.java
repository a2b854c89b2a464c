package io.dynamo.storage.xodus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dynamo.api.MapSettings;
import io.dynamo.api.storage.Durability;
import io.dynamo.api.storage.Mutation;
import io.dynamo.api.storage.StorageEngine;
import io.dynamo.api.storage.StorageEngineProvider;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XodusStorageEngineProviderTest {
  private final StorageEngineProvider provider = new XodusStorageEngineProvider();

  @TempDir Path directory;

  @Test
  void serviceLoaderFindsItByName() {
    assertThat(ServiceLoader.load(StorageEngineProvider.class))
        .anyMatch(found -> found.name().equals("xodus"));
  }

  @Test
  void cacheThatIsTooSmallIsNamedWithItsSize() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> open(Map.of("cache-size", 1000L)))
        .withMessageContaining("cache-size must be at least 1048576 bytes, was 1000");
    open(Map.of()).close();
  }

  /** Chunks of the old value must not show in the new one, whichever is larger. */
  @Test
  void valuesGrowIntoChunksAndShrinkBack() {
    byte[] key = {1};
    try (StorageEngine engine = open(Map.of("cache-size", 1L << 20))) {
      for (int length : new int[] {5, 3 << 20, (1 << 20) + 1, 1 << 20, 0, 2 << 20}) {
        byte[] value = new byte[length];
        Arrays.fill(value, (byte) length);
        engine.write(List.of(Mutation.put(key, value)));
        assertThat(engine.get(key)).isEqualTo(value);
      }
      engine.write(List.of(Mutation.remove(key)));
      assertThat(engine.get(key)).isNull();
    }
  }

  private StorageEngine open(Map<String, ?> settings) {
    return provider.open(directory, Durability.SYNC, new MapSettings(settings));
  }
}
