package io.switchboard.sip.presence;

/**
 * What one phone has published.
 *
 * @param etag names it until it is refreshed or modified (RFC 3903 section 4.1)
 * @param expiresAt lane time in milliseconds
 */
record Publication(String etag, PidfDocument document, long expiresAt) {}
