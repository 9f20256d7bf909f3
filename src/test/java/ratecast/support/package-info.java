/** What tests of several rooms share: a clock that obeys, a rates page that misbehaves. */
@NullMarked
package ratecast.support;

import org.jspecify.annotations.NullMarked;
