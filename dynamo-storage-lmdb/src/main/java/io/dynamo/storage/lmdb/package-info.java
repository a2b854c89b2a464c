/**
 * The storage engine on LMDB, a B+ tree in one memory-mapped file: {@code dynamo.storage.engine =
 * lmdb} (Dynamo §5, "local persistence engine"). Reads copy straight from the map; each batch is
 * one transaction.
 *
 * <p>It knows bytes only: no versions, no ring. Enter at {@link
 * io.dynamo.storage.lmdb.LmdbStorageEngineProvider}.
 */
@NullMarked
package io.dynamo.storage.lmdb;

import org.jspecify.annotations.NullMarked;
