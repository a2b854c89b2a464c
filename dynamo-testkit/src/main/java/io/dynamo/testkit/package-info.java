/**
 * What tests of Dynamo and of its plug-ins share: {@link io.dynamo.testkit.Seeds} runs a test once
 * per seed. The contracts of the SPIs stand in the packages below, one package per SPI; a plug-in
 * subclasses its contract and is tested. {@code history} judges whole clusters by what their
 * clients were told.
 */
@NullMarked
package io.dynamo.testkit;

import org.jspecify.annotations.NullMarked;
