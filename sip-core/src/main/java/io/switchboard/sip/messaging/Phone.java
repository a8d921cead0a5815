package io.switchboard.sip.messaging;

import io.switchboard.sip.call.Destination;

/**
 * A registered device.
 *
 * @param device what it is known by: its instance (RFC 5626), else its contact
 * @param lasting whether it will be known again by that, so that messages can wait for it
 * @param destination where it is
 */
public record Phone(String device, boolean lasting, Destination destination) {}
