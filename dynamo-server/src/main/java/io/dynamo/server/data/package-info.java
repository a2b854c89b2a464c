/**
 * A node's own disk and the threads on it: the data directory and its lock, the node's log, the one
 * thread that writes to the engine and those that read. What a write does to a record is plain code
 * in {@code dynamo-replication}; nothing here knows versions, replicas or sockets. Enter by {@link
 * io.dynamo.server.data.DataDirectory} and {@link io.dynamo.server.data.LoopThreads}.
 */
@NullMarked
package io.dynamo.server.data;

import org.jspecify.annotations.NullMarked;
