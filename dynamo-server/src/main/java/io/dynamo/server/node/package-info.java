/**
 * One running node, put together: {@link io.dynamo.server.node.Node} starts and stops it, {@link
 * io.dynamo.server.node.NodeModule} chooses its plug-ins, {@link io.dynamo.server.node.RequestLoop}
 * is what each event loop has, {@link io.dynamo.server.node.Home} what the node has once. Nothing
 * here decides about data.
 */
@NullMarked
package io.dynamo.server.node;

import org.jspecify.annotations.NullMarked;
