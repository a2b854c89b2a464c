/**
 * Who keeps what (Dynamo §4.2, §4.3, §6.2): {@link io.dynamo.api.partitioning.Partitioning} folds a
 * membership history into a {@link io.dynamo.api.partitioning.Ring}, and there is no other way to
 * get one, so equal histories give equal rings on every node and client.
 */
@NullMarked
package io.dynamo.api.partitioning;

import org.jspecify.annotations.NullMarked;
