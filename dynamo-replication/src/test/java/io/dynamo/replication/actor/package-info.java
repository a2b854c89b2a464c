/** Tests of who makes dots, with a log in memory and a loop in virtual time. */
@NullMarked
package io.dynamo.replication.actor;

import org.jspecify.annotations.NullMarked;
