package io.dynamo.server.command.console;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the command finds around it.
 *
 * @param home of the distribution (bin/ conf/ lib/), or null if the classes do not come from one
 * @param environment of the process
 */
public record Installation(@Nullable Path home, Map<String, String> environment) {
  /** Set by the launcher. */
  private static final String HOME = "dynamo.home";

  public Installation {
    environment = Map.copyOf(environment);
  }

  /** The one that this process runs from. */
  public static Installation ofProcess() {
    String home = System.getProperty(HOME);
    return new Installation(home == null ? null : Path.of(home), System.getenv());
  }

  /** The directory of plug-in jars; may not exist. */
  public Path plugins() {
    return (home == null ? Path.of("") : home).resolve("lib").resolve("plugins");
  }
}
