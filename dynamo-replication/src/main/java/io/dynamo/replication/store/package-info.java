/**
 * What one node keeps (Dynamo §5): records of siblings with a local header and a checksum, above a
 * {@link io.dynamo.api.storage.StorageEngine}, and the leaves of the hash tree in the same batch.
 * It knows no other node. {@link io.dynamo.replication.store.Store} is the plain, blocking code
 * that a writer thread drives; {@link io.dynamo.replication.store.LocalStore} is what coordinators
 * see.
 */
@NullMarked
package io.dynamo.replication.store;

import org.jspecify.annotations.NullMarked;
