/**
 * The page as a user has it: a headless Chromium on the running program. One browser serves all
 * tests; where there is none, they are skipped and say why.
 */
@NullMarked
package ratecast.page;

import org.jspecify.annotations.NullMarked;
