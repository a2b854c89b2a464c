/**
 * What is asked of a cluster and of its nodes, and what they answer, as values: {@link
 * io.dynamo.api.request.GetCommand} and {@link io.dynamo.api.request.PutCommand} with their
 * outcomes, and the messages between nodes, {@link io.dynamo.api.request.PeerRequest} and {@link
 * io.dynamo.api.request.PeerReply}.
 */
@NullMarked
package io.dynamo.api.request;

import org.jspecify.annotations.NullMarked;
