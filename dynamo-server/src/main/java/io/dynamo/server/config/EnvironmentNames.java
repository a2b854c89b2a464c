package io.dynamo.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What environment variables say: {@code DYNAMO_STORAGE_ENGINE} is {@code dynamo.storage.engine}.
 * Dots and dashes are both underscores there, so a name is looked up among the known options.
 *
 * <p>Not options, and passed over: what the launcher reads ({@link #LAUNCHER}), and what Kubernetes
 * sets for a service whose name begins with "dynamo". Any other unknown name is an error.
 */
final class EnvironmentNames {
  private static final String PREFIX = "DYNAMO_";

  /** Variables that the {@code dynamo} script itself reads. */
  private static final List<String> LAUNCHER =
      List.of("DYNAMO_HOME", "DYNAMO_JAVA", "DYNAMO_JAVA_OPTS", "DYNAMO_OPTS");

  private static final Pattern KUBERNETES =
      Pattern.compile(
          "DYNAMO_(\\w+_)?(SERVICE_HOST|SERVICE_PORT\\w*|PORT|PORT_\\d+_(TCP|UDP)\\w*)");

  private final TreeMap<String, String> pathsByName = new TreeMap<>();

  /** Names for these options. */
  EnvironmentNames(Iterable<String> knownPaths) {
    for (String path : knownPaths) {
      String other = pathsByName.put(nameOf(path), path);
      if (other != null) {
        throw new IllegalStateException(
            path + " and " + other + " are one name in the environment");
      }
    }
  }

  /** The variable that sets this option. */
  static String nameOf(String path) {
    return path.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /**
   * The options that are set, with their text.
   *
   * @param problems gets a line for each unknown name
   */
  SortedMap<String, String> read(Map<String, String> environment, List<String> problems) {
    TreeMap<String, String> values = new TreeMap<>();
    for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
      String name = variable.getKey();
      if (!name.startsWith(PREFIX)) {
        continue;
      }
      String path = pathsByName.get(name);
      if (path != null) {
        values.put(path, variable.getValue());
      } else if (!LAUNCHER.contains(name) && !KUBERNETES.matcher(name).matches()) {
        problems.add(
            name
                + " (environment): unknown option"
                + Spelling.didYouMean(name, new ArrayList<>(pathsByName.keySet())));
      }
    }
    return values;
  }
}
