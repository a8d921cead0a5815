package io.switchboard.server.node;

import io.switchboard.sip.conference.Conferences;
import io.switchboard.sip.conference.RoomView;
import io.switchboard.sip.messaging.Rooms;
import java.util.List;

/** Bridges conference rooms and messages: the accounts that are in a room. */
record RoomMembers(Conferences conferences) implements Rooms {
    private static final String ACCOUNT = "account:";

    @Override
    public List<String> members(String room) {
        RoomView view = conferences.view(room);
        return view == null
                ? List.of()
                : view.participants().stream()
                        .filter(one -> one.stage().equals("in") && one.party().startsWith(ACCOUNT))
                        .map(one -> one.party().substring(ACCOUNT.length()))
                        .distinct()
                        .toList();
    }
}
