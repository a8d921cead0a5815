package io.switchboard.sip.messaging;

import io.switchboard.sip.message.SipRequest;

/**
 * A message for a local user, as it is kept.
 *
 * @param id number, rising with acceptance
 * @param recipient address of record
 * @param sender address that it is from, {@code alice@example.test}; messages of one sender stay in order
 * @param returnTo address of record of whom to tell if it dies; empty for nobody
 * @param acceptedAt wall-clock milliseconds since the epoch
 * @param expiresAt the same; it is not delivered after that
 * @param content the MESSAGE without Via: its headers but for those of one hop, and its body
 */
public record Letter(
        long id,
        String recipient,
        String sender,
        String returnTo,
        long acceptedAt,
        long expiresAt,
        SipRequest content) {}
