package io.switchboard.server.node;

import io.switchboard.sip.auth.Account;
import io.switchboard.sip.exchange.BindingPhones;
import io.switchboard.sip.exchange.Exchange;
import io.switchboard.sip.messaging.Messages;
import io.switchboard.sip.registrar.Binding;
import io.switchboard.sip.registrar.Registrar;
import io.switchboard.sip.registrar.RegistrationListener;
import io.switchboard.sip.transaction.ServerTransaction;
import io.switchboard.sip.transport.Flow;

/** Bridges rooms that do not know each other: who has logged in registers. */
record Registrations(Registrar registrar) implements Exchange.Registration {
    @Override
    public void register(ServerTransaction transaction, Account account) {
        registrar.handle(transaction, account.aor());
    }

    @Override
    public void closed(Flow flow) {
        registrar.closed(flow);
    }

    /** And whoever has registered gets the messages that wait. */
    record ForMessages(Messages messages) implements RegistrationListener {
        @Override
        public void registered(Binding binding) {
            messages.registered(binding.aor(), BindingPhones.device(binding), BindingPhones.lasting(binding));
        }

        @Override
        public void gone(String aor) {
            messages.gone(aor);
        }
    }
}
