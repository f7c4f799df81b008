/**
 * Bodies in and out: content types, validation of documents, the bodies of requests, the writing and filtering of
 * answers. May see Jackson, core.document and core.error.
 */
@NullMarked
package dev.optimist.http.json;

import org.jspecify.annotations.NullMarked;
