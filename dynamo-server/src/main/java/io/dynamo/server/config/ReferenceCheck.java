package io.dynamo.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Compares a configuration with the {@code reference.conf} of the server and the plug-ins: an
 * option that is not there is unknown, and one that is must be of the type of its default. Sections
 * of plug-ins that bring no reference of their own are passed over; the plug-in checks them.
 */
final class ReferenceCheck {
  private static final Pattern SIZE = Pattern.compile("\\d+\\s*([KMGT]i?)?B");
  private static final Pattern TIME = Pattern.compile("\\d+\\s*(ns|us|ms|s|m|h|d)");

  /** In an unknown section every option is unknown. */
  private static final ConfigObject NOTHING = ConfigFactory.empty().root();

  private final ConfigObject reference;
  private final Set<String> unchecked;
  private final List<String> known;

  /**
   * A check against this reference.
   *
   * @param unchecked the sections that are not looked into, as full paths
   */
  ReferenceCheck(Config reference, Set<String> unchecked) {
    this.reference = reference.root();
    this.unchecked = unchecked;
    this.known = new ArrayList<>();
    collect("", this.reference);
  }

  /** The full paths of all options, in the order of their names. */
  List<String> known() {
    return known;
  }

  /** The problems of this configuration, each under the path of its option. */
  SortedMap<String, String> problems(Config config) {
    TreeMap<String, String> problems = new TreeMap<>();
    compare("", reference, config, config.root(), problems);
    return problems;
  }

  private void collect(String prefix, ConfigObject section) {
    for (Map.Entry<String, ConfigValue> entry : new TreeMap<>(section).entrySet()) {
      String path = join(prefix, entry.getKey());
      if (entry.getValue() instanceof ConfigObject inner && !inner.isEmpty()) {
        collect(path, inner);
      } else if (!(entry.getValue() instanceof ConfigObject)) {
        known.add(path);
      }
    }
  }

  private void compare(
      String prefix,
      ConfigObject expected,
      Config config,
      ConfigObject section,
      Map<String, String> problems) {
    for (Map.Entry<String, ConfigValue> entry : section.entrySet()) {
      String path = join(prefix, entry.getKey());
      ConfigValue standard = expected.get(entry.getKey());
      if (unchecked.contains(path)) {
        continue;
      }
      if (entry.getValue() instanceof ConfigObject own
          && (standard == null || standard instanceof ConfigObject)) {
        compare(path, standard == null ? NOTHING : (ConfigObject) standard, config, own, problems);
        continue;
      }
      String problem = problem(path, standard, config, entry.getValue());
      if (problem != null) {
        problems.put(path, path + " (" + Origins.of(entry.getValue().origin()) + "): " + problem);
      }
    }
  }

  private @Nullable String problem(
      String path, @Nullable ConfigValue standard, Config config, ConfigValue value) {
    if (standard == null) {
      return "unknown option" + Spelling.didYouMean(path, known);
    }
    if (standard instanceof ConfigObject) {
      return "must be a section, was " + value.unwrapped();
    }
    if (value instanceof ConfigObject) {
      return "must be one value, was a section";
    }
    if (standard.valueType() == ConfigValueType.NULL) {
      return null;
    }
    if (value.valueType() == ConfigValueType.NULL) {
      return "must not be null; leave it out for the default";
    }
    String expected = mismatch(path, standard, config);
    return expected == null ? null : "must be " + expected + ", was " + value.unwrapped();
  }

  /** What the value should have been, or null if it is that. */
  private static @Nullable String mismatch(String path, ConfigValue standard, Config config) {
    String expected = "a text";
    try {
      switch (standard.valueType()) {
        case NUMBER -> {
          expected = "a number";
          config.getDouble(path);
        }
        case BOOLEAN -> {
          expected = "true or false";
          config.getBoolean(path);
        }
        case LIST -> {
          expected = "a list of texts, or one text with commas";
          OptionReader.texts(config, path);
        }
        default -> {
          String text = String.valueOf(standard.unwrapped());
          if (SIZE.matcher(text).matches()) {
            expected = "a size such as " + text;
            config.getMemorySize(path);
          } else if (TIME.matcher(text).matches()) {
            expected = "a length of time such as " + text;
            config.getDuration(path);
          } else {
            config.getString(path);
          }
        }
      }
      return null;
    } catch (ConfigException e) {
      return expected;
    }
  }

  private static String join(String prefix, String name) {
    String element = ConfigUtil.joinPath(name);
    return prefix.isEmpty() ? element : prefix + "." + element;
  }
}
