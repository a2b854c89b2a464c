/** Memberships for tests of what works on a ring. */
@NullMarked
package io.dynamo.testkit.membership;

import org.jspecify.annotations.NullMarked;
