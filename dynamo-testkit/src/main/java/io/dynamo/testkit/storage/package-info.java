/**
 * The contract of {@link io.dynamo.api.storage.StorageEngine} as tests. An engine that keeps
 * nothing over the end of its process extends {@link
 * io.dynamo.testkit.storage.StorageEngineContract}, every other {@link
 * io.dynamo.testkit.storage.DurableStorageEngineContract}; all that it adds is its provider.
 */
@NullMarked
package io.dynamo.testkit.storage;

import org.jspecify.annotations.NullMarked;
