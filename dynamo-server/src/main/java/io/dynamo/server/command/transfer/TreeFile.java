package io.dynamo.server.command.transfer;

import io.dynamo.api.Key;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One file of a directory.
 *
 * @param name its path from the directory on, with {@code /} on every system
 * @param key the UTF-8 bytes of the name, or null if the name is no legal key
 * @param size in bytes, when the directory was listed
 */
record TreeFile(Path path, String name, @Nullable Key key, long size) {}
