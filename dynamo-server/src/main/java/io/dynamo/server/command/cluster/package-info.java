/**
 * {@code dynamo cluster}: several nodes as processes on this machine, from one directory that
 * remembers them. It knows how a node is called, not how it works. Enter by {@link
 * io.dynamo.server.command.cluster.ClusterCommand}.
 */
@NullMarked
package io.dynamo.server.command.cluster;

import org.jspecify.annotations.NullMarked;
