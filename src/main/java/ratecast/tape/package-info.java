/** TODO-PACKAGE */
@NullMarked
package ratecast.tape;

import org.jspecify.annotations.NullMarked;
