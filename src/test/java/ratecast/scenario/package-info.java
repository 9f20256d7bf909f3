/** The whole program as its users see it: real server, real socket, real store. */
@NullMarked
package ratecast.scenario;

import org.jspecify.annotations.NullMarked;
