/**
 * What a node's logic is given instead of threads, clocks, sockets and files, so that the same
 * classes run on event loops in production and in virtual time in a simulation. Every callback
 * comes on the loop, the one thread at a time, that made the call.
 */
@NullMarked
package io.dynamo.api.node;

import org.jspecify.annotations.NullMarked;
