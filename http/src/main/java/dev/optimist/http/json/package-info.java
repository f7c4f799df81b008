/**
 * Bodies in and out: content types, validation of documents, the bodies of requests, the writing and filtering of
 * answers. May see Jackson, core.document, core.error and core.search.
 */
@NullMarked
package dev.optimist.http.json;

import org.jspecify.annotations.NullMarked;
