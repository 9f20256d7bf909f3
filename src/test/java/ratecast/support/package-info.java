/**
 * What tests of several rooms share: {@link ratecast.support.EmbeddedStore} (a real store in a
 * folder or in memory, on a free port) and {@link ratecast.support.Wire} (a connection that can be
 * cut, slowed and mended).
 */
@NullMarked
package ratecast.support;

import org.jspecify.annotations.NullMarked;
