/**
 * A node's configuration: read from flags, {@code --set}, environment and file, compared with the
 * {@code reference.conf} of the server and of every plug-in, and handed on as {@link
 * io.dynamo.server.config.NodeConfig}, whose values are valid. It starts nothing and opens no
 * engine. Enter by {@link io.dynamo.server.config.Providers#find} and {@link
 * io.dynamo.server.config.ConfigLoader#load}.
 */
@NullMarked
package io.dynamo.server.config;

import org.jspecify.annotations.NullMarked;
