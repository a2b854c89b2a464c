package io.dynamo.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes a {@link NodeConfig} of its sources: flag over {@code --set} over environment over file
 * over {@code reference.conf}. Everything that is wrong is told at once, each with its option and
 * where it stands.
 */
public final class ConfigLoader {
  private static final String ROOT = "dynamo.";

  private final Providers providers;
  private final Config reference;

  /**
   * A loader for these plug-ins.
   *
   * @throws ConfigurationException if the {@code reference.conf} of one cannot be read
   */
  public ConfigLoader(Providers providers) {
    this.providers = providers;
    this.reference = reference(providers.loaders());
  }

  /**
   * Reads and checks the configuration.
   *
   * @throws ConfigurationException if anything is wrong with it
   */
  public NodeConfig load(ConfigSources sources) {
    SortedMap<String, String> problems = new TreeMap<>();
    providers.duplicates().forEach(problem -> problems.put(problem, problem));
    ReferenceCheck check = new ReferenceCheck(reference, unchecked());
    Config config = merge(sources, check.known(), problems);
    problems.putAll(check.problems(config));
    OptionReader options = new OptionReader(config, reference, problems);
    return new NodeConfigReader(config, options, providers, problems).read();
  }

  private static Config reference(List<ClassLoader> loaders) {
    Config merged = ConfigFactory.empty();
    try {
      for (ClassLoader loader : loaders) {
        merged = merged.withFallback(ConfigFactory.parseResources(loader, "reference.conf"));
      }
      return merged.resolve();
    } catch (ConfigException e) {
      throw new ConfigurationException(List.of("reference.conf of a plug-in: " + e.getMessage()));
    }
  }

  /** Sections of plug-ins without a reference of their own: the plug-in checks them itself. */
  private Set<String> unchecked() {
    Set<String> paths = new TreeSet<>();
    for (PluginKind<?> kind : PluginKind.ALL) {
      for (String name : providers.names(kind)) {
        String path = ConfigSettings.path(kind, name);
        if (!reference.hasPath(path)) {
          paths.add(path);
        }
      }
    }
    return paths;
  }

  private Config merge(ConfigSources sources, List<String> known, Map<String, String> problems) {
    List<String> found = new ArrayList<>();
    Config merged = flags(sources.flags()).withFallback(sets(sources.sets(), found));
    SortedMap<String, String> variables =
        new EnvironmentNames(known).read(sources.environment(), found);
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      String origin = "environment " + EnvironmentNames.nameOf(variable.getKey());
      merged = merged.withFallback(single(variable.getKey(), variable.getValue(), origin));
    }
    found.forEach(problem -> problems.put(problem, problem));
    Path path = sources.file();
    Config file = path == null ? ConfigFactory.empty() : file(path);
    try {
      return merged.withFallback(file).withFallback(reference).resolve();
    } catch (ConfigException e) {
      throw new ConfigurationException(List.of(located(e)));
    }
  }

  private static Config flags(Map<Flag, String> flags) {
    Config merged = ConfigFactory.empty();
    for (Map.Entry<Flag, String> flag : flags.entrySet()) {
      String path = ROOT + flag.getKey().path();
      merged = merged.withFallback(single(path, flag.getValue(), flag.getKey().text()));
    }
    return merged;
  }

  private static Config sets(List<String> sets, List<String> problems) {
    Config merged = ConfigFactory.empty();
    for (String set : sets) {
      int equals = set.indexOf('=');
      if (equals < 1) {
        problems.add("--set " + set + ": must be path=value");
        continue;
      }
      String path = set.substring(0, equals).trim();
      try {
        merged =
            single(ROOT + path, set.substring(equals + 1).trim(), "--set " + path)
                .withFallback(merged);
      } catch (ConfigException e) {
        problems.add("--set " + set + ": " + path + " is no path: " + e.getMessage());
      }
    }
    return merged;
  }

  private static Config single(String path, String text, String origin) {
    List<String> elements = ConfigUtil.splitPath(path);
    return ConfigValueFactory.fromAnyRef(text, origin).atPath(ConfigUtil.joinPath(elements));
  }

  /** The file's own content; one that cannot be read at all is a problem that hides all others. */
  private static Config file(Path file) {
    try {
      ConfigParseOptions mustExist = ConfigParseOptions.defaults().setAllowMissing(false);
      return ConfigFactory.parseFile(file.toFile(), mustExist);
    } catch (ConfigException.IO e) {
      throw new ConfigurationException(
          List.of("--config " + file + " cannot be read: " + e.getMessage()));
    } catch (ConfigException e) {
      throw new ConfigurationException(List.of(located(e)));
    }
  }

  /** The message of the library, which begins with file and line. */
  private static String located(ConfigException e) {
    String message = e.getMessage();
    return message == null ? e.toString() : message;
  }
}
