package io.dynamo.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValueType;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads single options and notes what is wrong instead of stopping at the first. In place of a bad
 * value it answers the default, so that reading can go on; a configuration with problems is never
 * used. Paths are full ones.
 */
final class OptionReader {
  private final Config config;
  private final Config reference;
  private final SortedMap<String, String> problems;

  /**
   * A reader of this configuration.
   *
   * @param problems by path; gets more
   */
  OptionReader(Config config, Config reference, SortedMap<String, String> problems) {
    this.config = config;
    this.reference = reference;
    this.problems = problems;
  }

  /** A list of texts, or one text with commas; blanks around and empty ones are dropped. */
  static List<String> texts(Config config, String path) {
    List<String> texts =
        config.getValue(path).valueType() == ConfigValueType.LIST
            ? config.getStringList(path)
            : Arrays.asList(config.getString(path).split(",", -1));
    return texts.stream().map(String::trim).filter(text -> !text.isEmpty()).toList();
  }

  String text(String path) {
    return read(path, Config::getString, "a text");
  }

  List<String> texts(String path) {
    return read(path, OptionReader::texts, "a list of texts, or one text with commas");
  }

  /** The text, or null (and a problem) if the option, which has no default, is not set. */
  @Nullable String required(String path, String what) {
    if (!config.hasPath(path) || config.getString(path).isBlank()) {
      if (!problems.containsKey(path)) {
        problems.put(path, path + " must be given: " + what);
      }
      return null;
    }
    return text(path);
  }

  /** A whole number within these bounds. */
  int number(String path, int min, int max) {
    int value = read(path, Config::getInt, "a whole number");
    return within(path, value, min, max, min + ".." + max);
  }

  /** A port; {@code otherwise} if the option, which has no default, is not set. */
  int port(String path, int otherwise) {
    if (!config.hasPath(path)) {
      return otherwise;
    }
    try {
      return within(path, config.getInt(path), 0, 65_535, "0..65535");
    } catch (ConfigException e) {
      problem(path, "must be a port, 0..65535, was " + config.getValue(path).unwrapped());
      return otherwise;
    }
  }

  /** A size within these bounds, which are in bytes, and shown as this text. */
  long size(String path, long min, long max, String bounds) {
    long value = read(path, Config::getBytes, "a size such as 16MiB");
    return within(path, value, min, max, bounds);
  }

  /** A length of time within these bounds, shown as this text. */
  Duration time(String path, Duration min, Duration max, String bounds) {
    Duration value = read(path, Config::getDuration, "a length of time such as 500ms");
    return within(path, value, min, max, bounds);
  }

  /** Notes a problem with this option; a second one with the same is dropped. */
  void problem(String path, String text) {
    problems.putIfAbsent(path, Origins.option(config, path) + " " + text);
  }

  private <T extends Comparable<? super T>> T within(
      String path, T value, T min, T max, String bounds) {
    if (value.compareTo(min) >= 0 && value.compareTo(max) <= 0) {
      return value;
    }
    problem(path, "must be " + bounds + ", was " + config.getValue(path).unwrapped());
    return min;
  }

  private <T> T read(String path, BiFunction<Config, String, T> read, String expected) {
    if (isBad(path)) {
      return read.apply(reference, path);
    }
    try {
      return read.apply(config, path);
    } catch (ConfigException e) {
      problem(path, "must be " + expected + ", was " + config.getValue(path).unwrapped());
      return read.apply(reference, path);
    }
  }

  /** Whether there is a problem with this option or with a section that it stands in. */
  private boolean isBad(String path) {
    for (Map.Entry<String, String> problem : problems.entrySet()) {
      if (path.equals(problem.getKey()) || path.startsWith(problem.getKey() + ".")) {
        return true;
      }
    }
    return false;
  }
}
