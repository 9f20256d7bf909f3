/** TODO-PACKAGE */
@NullMarked
package ratecast.stream;

import org.jspecify.annotations.NullMarked;
