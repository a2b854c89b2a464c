package io.dynamo.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where options stand, in the words of messages: {@code dynamo.conf:12}, {@code --engine}. */
final class Origins {
  private Origins() {}

  /** Where this option stands; {@code not set} if nowhere. */
  static String of(Config config, String path) {
    ConfigValue value = at(config, ConfigUtil.splitPath(path));
    return value == null ? "not set" : of(value.origin());
  }

  /** An origin in one word, with the line if it has one. */
  static String of(ConfigOrigin origin) {
    String source = origin.resource() == null ? origin.filename() : origin.resource();
    if (source == null) {
      return origin.description();
    }
    return origin.lineNumber() > 0 ? source + ":" + origin.lineNumber() : source;
  }

  /** {@code dynamo.a.b (dynamo.conf:12)}: how a message begins that is about one option. */
  static String option(Config config, String path) {
    return path + " (" + of(config, path) + ")";
  }

  private static @Nullable ConfigValue at(Config config, List<String> elements) {
    ConfigValue value = config.root();
    for (String element : elements) {
      if (!(value instanceof ConfigObject section)) {
        return null;
      }
      value = section.get(element);
    }
    return value;
  }
}
