package io.dynamo.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueType;
import io.dynamo.api.Settings;
import java.time.Duration;
import java.util.function.Function;

/** One section of the configuration as a plug-in sees it. Immutable. */
public final class ConfigSettings implements Settings {
  private final Config section;
  private final String path;

  private ConfigSettings(Config section, String path) {
    this.section = section;
    this.path = path;
  }

  /**
   * The section at this path; without any option if there is none.
   *
   * @param config resolved
   * @param path of the section, such as {@code dynamo.storage.lmdb}
   */
  static ConfigSettings at(Config config, String path) {
    boolean there =
        config.hasPath(path) && config.getValue(path).valueType() == ConfigValueType.OBJECT;
    return new ConfigSettings(there ? config.getConfig(path) : ConfigFactory.empty(), path);
  }

  /** The path of a plug-in's section, its name quoted if it must be. */
  static String path(PluginKind<?> kind, String name) {
    return kind.section() + "." + ConfigUtil.joinPath(name);
  }

  @Override
  public String text(String name, String defaultValue) {
    return get(name, defaultValue, section::getString, "a text");
  }

  @Override
  public long number(String name, long defaultValue) {
    return get(name, defaultValue, section::getLong, "a whole number");
  }

  @Override
  public boolean flag(String name, boolean defaultValue) {
    return get(name, defaultValue, section::getBoolean, "true or false");
  }

  @Override
  public long bytes(String name, long defaultValue) {
    return get(name, defaultValue, section::getBytes, "a size such as 16MiB");
  }

  @Override
  public Duration duration(String name, Duration defaultValue) {
    return get(name, defaultValue, section::getDuration, "a length of time such as 500ms");
  }

  private <T> T get(String name, T defaultValue, Function<String, T> read, String expected) {
    if (!section.hasPath(name)) {
      return defaultValue;
    }
    try {
      return read.apply(name);
    } catch (ConfigException e) {
      throw new IllegalArgumentException(
          path
              + "."
              + name
              + " ("
              + Origins.of(section, name)
              + ") must be "
              + expected
              + ", was "
              + section.getValue(name).unwrapped(),
          e);
    }
  }
}
