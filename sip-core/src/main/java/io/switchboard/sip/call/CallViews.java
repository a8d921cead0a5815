package io.switchboard.sip.call;

import io.switchboard.sip.call.CallView.ParticipantView;
import io.switchboard.sip.call.CallView.Stage;
import io.switchboard.sip.call.CallView.State;
import io.switchboard.sip.cdr.CallRecord;
import java.util.ArrayList;
import java.util.List;

/** Makes views of calls. */
final class CallViews {
    private CallViews() {}

    static CallView of(Call call) {
        CallRecord record = call.record.soFar();
        List<ParticipantView> participants = new ArrayList<>(call.legs.size());
        String room = "";
        for (Leg leg : call.legs) {
            participants.add(participant(leg, record));
            if (leg.seated != null) {
                room = leg.seated.room();
            }
        }
        return new CallView(
                record.id(),
                state(call, record, participants, room),
                record.started(),
                record.ringing(),
                record.answered(),
                record.from(),
                record.caller(),
                record.dialled(),
                record.route(),
                room,
                participants);
    }

    private static ParticipantView participant(Leg leg, CallRecord record) {
        Destination destination = leg.destination;
        LegDialog dialog = leg.dialogs.main();
        String uri = destination != null
                ? destination.to()
                : leg.id == CallMachine.CALLER ? record.caller() : dialog == null ? "" : dialog.remoteTarget();
        return new ParticipantView(leg.id, leg.party.label(), uri, leg.dialogs.callId(), stage(leg), leg.transferor);
    }

    private static Stage stage(Leg leg) {
        if (leg.left) {
            return Stage.LEAVING;
        }
        return switch (leg.state.phase()) {
            case EARLY -> Stage.RINGING;
            case UP -> Stage.TALKING;
            case ENDING, ENDED -> Stage.LEAVING;
        };
    }

    private static State state(Call call, CallRecord record, List<ParticipantView> participants, String room) {
        if (call.errand != null && !(call.errand instanceof Escalation)) {
            return State.TRANSFERRING;
        }
        long talking = participants.stream()
                .filter(each -> each.stage() == Stage.TALKING)
                .count();
        if (record.answered() > 0) {
            return talking < (room.isEmpty() ? 2 : 1) ? State.ENDING : State.TALKING;
        }
        if (stage(call.caller) != Stage.RINGING) {
            return State.ENDING;
        }
        return record.ringing() > 0 ? State.RINGING : State.DIALLING;
    }
}
