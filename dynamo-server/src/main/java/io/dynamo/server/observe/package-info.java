/**
 * What operators see of a node's logic: {@link io.dynamo.server.observe.MeteredEvents} makes meters
 * and log lines of {@link io.dynamo.api.node.Events}. It knows no front end; {@code /metrics} shows
 * the registry that it is given.
 */
@NullMarked
package io.dynamo.server.observe;

import org.jspecify.annotations.NullMarked;
