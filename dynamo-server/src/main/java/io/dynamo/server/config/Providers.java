package io.dynamo.server.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * The plug-ins that were found: on the class path, and in the jars of {@code lib/plugins}. Each
 * provider is asked for its name once; nothing is opened. Immutable.
 */
public final class Providers {
  private final Map<PluginKind<?>, List<Object>> found;
  private final List<ClassLoader> loaders;

  private Providers(Map<PluginKind<?>, List<Object>> found, List<ClassLoader> loaders) {
    this.found = found;
    this.loaders = List.copyOf(loaders);
  }

  /**
   * Looks for plug-ins of every kind.
   *
   * @param pluginDirectory its jars are looked through, each by a class loader of its own; may be
   *     absent
   * @throws ConfigurationException if one cannot be loaded
   */
  public static Providers find(Path pluginDirectory) {
    List<ClassLoader> loaders = new ArrayList<>();
    loaders.add(Providers.class.getClassLoader());
    loaders.addAll(PluginLoaders.open(pluginDirectory));
    Map<PluginKind<?>, List<Object>> found = new HashMap<>();
    List<String> problems = new ArrayList<>();
    for (PluginKind<?> kind : PluginKind.ALL) {
      List<Object> ofKind = new ArrayList<>();
      for (ClassLoader loader : loaders) {
        try {
          ServiceLoader.load(kind.type(), loader).forEach(ofKind::add);
        } catch (ServiceConfigurationError e) {
          problems.add(kind.option() + ": a plug-in cannot be loaded: " + e.getMessage());
        }
      }
      found.put(kind, ofKind);
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return new Providers(found, loaders);
  }

  /** These providers alone, each of one of the types of {@link PluginKind#ALL}. */
  public static Providers of(List<?> providers) {
    Map<PluginKind<?>, List<Object>> found = new HashMap<>();
    for (PluginKind<?> kind : PluginKind.ALL) {
      List<Object> ofKind = new ArrayList<>();
      for (Object provider : providers) {
        if (kind.type().isInstance(provider)) {
          ofKind.add(provider);
        }
      }
      found.put(kind, ofKind);
    }
    return new Providers(found, List.of(Providers.class.getClassLoader()));
  }

  /** The short names of this kind, sorted. */
  public <P> List<String> names(PluginKind<P> kind) {
    return all(kind).stream().map(kind.nameOf()).sorted().toList();
  }

  /**
   * The provider of this name.
   *
   * @param origin where the name was configured, such as {@code dynamo.conf:12}
   * @throws ConfigurationException if there is none or more than one; the message lists the choices
   */
  public <P> P choose(PluginKind<P> kind, String name, String origin) {
    List<P> matching =
        all(kind).stream().filter(provider -> kind.nameOf().apply(provider).equals(name)).toList();
    if (matching.size() == 1) {
      return matching.get(0);
    }
    String several = matching.isEmpty() ? "" : matching.size() + " plug-ins have this name; ";
    throw new ConfigurationException(
        List.of(
            kind.option()
                + " = \""
                + name
                + "\": "
                + several
                + "the class path has "
                + names(kind)
                + " ("
                + origin
                + ")"));
  }

  /** One line for each name that two providers of a kind share, chosen or not. */
  List<String> duplicates() {
    List<String> problems = new ArrayList<>();
    for (PluginKind<?> kind : PluginKind.ALL) {
      Set<String> seen = new HashSet<>();
      List<String> names = names(kind);
      for (String name : names) {
        if (!seen.add(name)) {
          problems.add(
              kind.option()
                  + ": two plug-ins have the name \""
                  + name
                  + "\": "
                  + describe(kind, name));
        }
      }
    }
    return problems;
  }

  /** The class path's loader, then one for each plug-in jar. */
  List<ClassLoader> loaders() {
    return loaders;
  }

  private static String origin(Object provider) {
    String loader = provider.getClass().getClassLoader().getName();
    return provider.getClass().getName() + (loader == null ? "" : " (" + loader + ")");
  }

  private <P> List<String> describe(PluginKind<P> kind, String name) {
    return all(kind).stream()
        .filter(provider -> kind.nameOf().apply(provider).equals(name))
        .map(Providers::origin)
        .toList();
  }

  private <P> List<P> all(PluginKind<P> kind) {
    List<Object> ofKind = found.get(kind);
    if (ofKind == null) {
      throw new IllegalArgumentException("not a kind of plug-in: " + kind);
    }
    return ofKind.stream().map(kind.type()::cast).toList();
  }
}
