package io.switchboard.server.node;

import io.switchboard.media.MediaCounters;
import io.switchboard.server.records.JournaledCallRecords;
import io.switchboard.server.store.GroupCommitStore;
import io.switchboard.server.store.SqlMessageStore;
import io.switchboard.sip.call.Calls;
import io.switchboard.sip.conference.Conferences;
import io.switchboard.sip.messaging.MessageFigures;
import io.switchboard.sip.messaging.Messages;
import io.switchboard.sip.registrar.Registrar;
import io.switchboard.sip.transaction.TransactionCounters;
import io.switchboard.sip.transaction.Transactions;
import io.switchboard.sip.transport.TransportCounters;
import io.switchboard.sip.transport.Transports;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Figures of a node, by name. Taken in the lane. */
final class Counters {
    private Counters() {}

    static Map<String, Long> of(
            Calls calls,
            Registrar registrar,
            Transactions transactions,
            Transports transports,
            JournaledCallRecords records,
            GroupCommitStore store) {
        Map<String, Long> all = new LinkedHashMap<>();
        all.put("calls", (long) calls.running());
        all.put("legs", (long) calls.legs());
        all.put("dialogs", (long) calls.dialogs());
        all.put("calls_begun", calls.begun());
        all.put("calls_answered", calls.answered());
        all.put("calls_crashed", calls.crashes());
        all.put("bindings", (long) registrar.size());
        all.put("transactions", (long) transactions.size());
        TransactionCounters.Snapshot seen = transactions.counters().snapshot();
        all.put("transactions_client", seen.clientsCreated());
        all.put("transactions_server", seen.serversCreated());
        all.put("retransmissions_absorbed", seen.absorbed());
        all.put("client_timeouts", seen.clientTimeouts());
        all.put("server_timeouts", seen.serverTimeouts());
        all.put("transport_errors", seen.transportErrors());
        all.put("requests_rejected", seen.rejected());
        all.put("requests_stateless", seen.stateless());
        all.put("requests_over_limit", seen.overLimit());
        all.put("calls_shed", seen.shed());
        all.put("user_failures", seen.userFailures());
        all.put(
                "messages_dropped",
                seen.dropped().values().stream().mapToLong(Long::longValue).sum());
        for (TransportCounters.Counter counter : TransportCounters.Counter.values()) {
            all.put(
                    "transport_" + counter.name().toLowerCase(Locale.ROOT),
                    transports.counters().get(counter));
        }
        all.put("records_open", (long) records.open());
        all.put("records_written", records.written());
        all.put("records_lost", records.lost());
        all.put("store_queued", (long) store.queued());
        all.put("store_commits", store.commits());
        all.put("store_failures", store.failures());
        return all;
    }

    static void addMessages(Map<String, Long> all, Messages messages, SqlMessageStore store) {
        MessageFigures figures = messages.figures();
        all.put("messages_waiting", (long) figures.waiting());
        all.put("messages_active_users", (long) figures.boxes());
        all.put("messages_accepted", figures.accepted());
        all.put("messages_kept", figures.kept());
        all.put("messages_delivered", figures.delivered());
        all.put("messages_sent", figures.sent());
        all.put("messages_refused", figures.refused());
        all.put("messages_crashed", figures.crashes());
        all.put("messages_changes_lost", figures.lost());
        all.put("messages_store_queued", (long) store.queued());
        all.put("messages_store_commits", store.commits());
        all.put("messages_store_failures", store.failures());
    }

    static void addRooms(Map<String, Long> all, Conferences conferences, MediaCounters media) {
        all.put("conferences", (long) conferences.rooms());
        all.put("conference_participants", (long) conferences.participants());
        all.put("media_participants", media.participants());
        all.put("media_sockets", media.sockets());
        all.put("media_packets_received", media.packetsReceived());
        all.put("media_packets_ignored", media.packetsIgnored());
        all.put("media_packets_sent", media.packetsSent());
        all.put("media_send_failures", media.sendFailures());
        all.put("media_late_ticks", media.lateTicks());
        all.put("media_rooms_failed", media.roomsFailed());
    }
}
