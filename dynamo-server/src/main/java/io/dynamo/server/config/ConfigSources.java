package io.dynamo.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a configuration comes from, beside the defaults; the earlier component wins.
 *
 * @param flags the flags that were given, with their text
 * @param sets the {@code --set} arguments, each {@code path=value} without the prefix {@code
 *     dynamo.}; of two with one path the later wins
 * @param environment all of it; only names that begin with {@code DYNAMO_} count
 * @param file the {@code --config} file
 */
public record ConfigSources(
    Map<Flag, String> flags,
    List<String> sets,
    Map<String, String> environment,
    @Nullable Path file) {
  public ConfigSources {
    flags = Map.copyOf(flags);
    sets = List.copyOf(sets);
    environment = Map.copyOf(environment);
  }
}
