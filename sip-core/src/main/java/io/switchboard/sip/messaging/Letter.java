package io.switchboard.sip.messaging;

import io.switchboard.sip.message.SipRequest;

/**
 * A message for a local user, as it is kept.
 *
 * @param id number, rising with acceptance
 * @param recipient address of record; {@link TrunkSender#address} if it tells such a sender of an end
 * @param sender address that it is from, {@code alice@example.test}; messages of one sender stay in order
 * @param returnTo of whom to tell if it dies: an address of record, or {@link TrunkSender#address}; empty for nobody
 * @param acceptedAt wall-clock milliseconds since the epoch
 * @param expiresAt the same; it is not delivered after that
 * @param content the MESSAGE without Via: its headers but for those of one hop, and its body. The Request-URI has what a
 *     sender behind a trunk called, if he is to be told
 */
public record Letter(
        long id,
        String recipient,
        String sender,
        String returnTo,
        long acceptedAt,
        long expiresAt,
        SipRequest content) {}
