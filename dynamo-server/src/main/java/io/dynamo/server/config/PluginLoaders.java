package io.dynamo.server.config;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One class loader for each jar in {@code lib/plugins}. A plug-in sees the JDK, {@code
 * io.dynamo.api} as the server has it, and what its own jar holds; it sees no other class of the
 * server, so the libraries of both may differ. The loaders live as long as the process.
 */
final class PluginLoaders {
  private PluginLoaders() {}

  /**
   * The loaders of the jars in this directory, in the order of their file names; none if there is
   * no such directory.
   *
   * @throws ConfigurationException if it cannot be listed
   */
  static List<ClassLoader> open(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    List<Path> jars = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*.jar")) {
      found.forEach(jars::add);
    } catch (IOException e) {
      throw new ConfigurationException(
          List.of("plug-ins: " + directory + " cannot be listed: " + e.getMessage()));
    }
    jars.sort(null);
    List<ClassLoader> loaders = new ArrayList<>();
    for (Path jar : jars) {
      loaders.add(
          new URLClassLoader(
              jar.getFileName().toString(), new URL[] {url(jar)}, new ApiOnly(appLoader())));
    }
    return loaders;
  }

  private static ClassLoader appLoader() {
    return PluginLoaders.class.getClassLoader();
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException("no URL for " + jar, e);
    }
  }

  /** What a plug-in sees of the server: the JDK and the API. */
  private static final class ApiOnly extends ClassLoader {
    private final ClassLoader server;

    ApiOnly(ClassLoader server) {
      super(getPlatformClassLoader());
      this.server = server;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith("io.dynamo.api.")) {
        return server.loadClass(name);
      }
      throw new ClassNotFoundException(name);
    }
  }
}
