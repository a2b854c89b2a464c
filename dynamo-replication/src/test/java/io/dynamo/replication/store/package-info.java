/** Tests of the store over an engine in memory that fails where a test says. */
@NullMarked
package io.dynamo.replication.store;

import org.jspecify.annotations.NullMarked;
