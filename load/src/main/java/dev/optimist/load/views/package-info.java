/** Visitors who count page views, as a Gatling simulation that proves that no view is lost. Imports Gatling. */
@NullMarked
package dev.optimist.load.views;

import org.jspecify.annotations.NullMarked;
