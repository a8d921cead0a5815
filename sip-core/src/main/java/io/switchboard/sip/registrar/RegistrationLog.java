package io.switchboard.sip.registrar;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line for each change of a registration: who, where, with what phone, for how long. */
final class RegistrationLog {
    private static final Logger log = LoggerFactory.getLogger("switchboard.registrations");

    private RegistrationLog() {}

    static void accepted(BindingChange change, String callId, long now) {
        if (!log.isInfoEnabled()) {
            return;
        }
        for (Binding binding : change.saved()) {
            log.info(
                    "registered account={} contact={} user-agent=\"{}\" expires={} via={}/{} call-id={}",
                    change.aor(),
                    binding.contact(),
                    binding.userAgent(),
                    (binding.expiresAt() - now) / 1000,
                    binding.hop().protocol(),
                    binding.hop().address(),
                    callId);
        }
        for (Binding binding : change.removed()) {
            log.info(
                    "unregistered account={} contact={} user-agent=\"{}\" call-id={}",
                    change.aor(),
                    binding.contact(),
                    binding.userAgent(),
                    callId);
        }
    }

    static void expired(Binding binding) {
        log.info(
                "expired account={} contact={} user-agent=\"{}\" call-id={}",
                binding.aor(),
                binding.contact(),
                binding.userAgent(),
                binding.callId());
    }

    static void refused(String aor, int status, String reason, String callId) {
        log.info("registration refused account={} status={} reason=\"{}\" call-id={}", aor, status, reason, callId);
    }
}
