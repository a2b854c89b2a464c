package io.dynamo.api;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * Settings from a map of names to {@code String}, {@code Long}, {@code Boolean} or {@code
 * Duration}: for tests, and for those who embed a plug-in without a configuration file. Immutable.
 */
public final class MapSettings implements Settings {
  /** No option set: every default holds. */
  public static final MapSettings EMPTY = new MapSettings(Map.of());

  private final TreeMap<String, Object> values;

  public MapSettings(Map<String, ?> values) {
    this.values = new TreeMap<>(values);
  }

  @Override
  public String text(String name, String defaultValue) {
    return get(name, String.class, defaultValue);
  }

  @Override
  public long number(String name, long defaultValue) {
    return get(name, Long.class, defaultValue);
  }

  @Override
  public boolean flag(String name, boolean defaultValue) {
    return get(name, Boolean.class, defaultValue);
  }

  @Override
  public long bytes(String name, long defaultValue) {
    return get(name, Long.class, defaultValue);
  }

  @Override
  public Duration duration(String name, Duration defaultValue) {
    return get(name, Duration.class, defaultValue);
  }

  private <T> T get(String name, Class<T> type, T defaultValue) {
    Object value = values.get(name);
    if (value == null) {
      return defaultValue;
    }
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(
          name + " must be a " + type.getSimpleName() + ", was " + value);
    }
    return type.cast(value);
  }
}
