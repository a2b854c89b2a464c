/**
 * What every placement strategy must hold (Dynamo §4.3, §6.2; rules M3, M4): extend {@link
 * io.dynamo.testkit.partitioning.PartitioningContract}.
 */
@NullMarked
package io.dynamo.testkit.partitioning;

import org.jspecify.annotations.NullMarked;
