/** TODO-PACKAGE */
@NullMarked
package ratecast.wire;

import org.jspecify.annotations.NullMarked;
