package io.dynamo.server.config;

import java.util.ArrayList;
import java.util.List;

/** All that is wrong with a configuration, at once: the node does not start. */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  // An ArrayList, since an exception is serializable.
  private final ArrayList<String> problems;

  /**
   * An error with these problems.
   *
   * @param problems at least one; each names the option and where it stands
   */
  public ConfigurationException(List<String> problems) {
    super(String.join("\n", problems));
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("a configuration without problems is no error");
    }
    this.problems = new ArrayList<>(problems);
  }

  /** One line for each problem, in the order of their options. */
  public List<String> problems() {
    return List.copyOf(problems);
  }
}
