package io.switchboard.sip.registrar;

/**
 * What the administrator allows.
 *
 * @param minExpires shortest registration in seconds; less is answered with 423
 * @param defaultExpires seconds given where none are asked for
 * @param maxExpires seconds given at most
 * @param maxContacts bindings of one address of record; more are answered with 403
 */
public record RegistrarPolicy(int minExpires, int defaultExpires, int maxExpires, int maxContacts) {}
