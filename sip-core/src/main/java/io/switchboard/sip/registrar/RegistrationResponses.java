package io.switchboard.sip.registrar;

import io.switchboard.sip.lane.RandomTokens;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.ResponseBuilder;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** The answers to REGISTER. */
final class RegistrationResponses {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    /** RFC 5626 section 4.4: how often a phone on a connection is asked to show that it lives, in seconds. */
    private static final String FLOW_TIMER = "120";

    private final RandomTokens tokens;
    private long second = -1;
    private String date = "";

    RegistrationResponses(RandomTokens tokens) {
        this.tokens = tokens;
    }

    SipResponse refusal(SipRequest request, int status, String reason, int minExpires) {
        ResponseBuilder response = ResponseBuilder.of(request, status, reason).toTag(tokens.token());
        if (minExpires > 0) {
            response.header(HeaderName.MIN_EXPIRES, Integer.toString(minExpires));
        }
        if (status == 420) {
            response.header(HeaderName.UNSUPPORTED, "path"); // the only one that is found here
        }
        return response.build();
    }

    /** RFC 3261 section 10.3 step 8: all bindings, with what is left of them. */
    SipResponse ok(SipRequest request, List<Binding> bindings, boolean flows, long now) {
        boolean gruu = RegistrationParser.supports(request, "gruu");
        ResponseBuilder response = ResponseBuilder.of(request, 200, "").toTag(tokens.token());
        for (Binding binding : bindings) {
            response.header(HeaderName.CONTACT, contact(binding, gruu, now));
        }
        response.copy(request, HeaderName.PATH); // RFC 3327 section 5.3
        response.header(HeaderName.SUPPORTED, "path, outbound, gruu");
        if (flows) {
            response.header(HeaderName.REQUIRE, "outbound").header(HeaderName.FLOW_TIMER, FLOW_TIMER);
        }
        return response.header(HeaderName.DATE, date(now)).build();
    }

    private static String contact(Binding binding, boolean gruu, long now) {
        StringBuilder text = new StringBuilder(160)
                .append('<')
                .append(binding.contact())
                .append(">;expires=")
                .append(Math.max(1, (binding.expiresAt() - now) / 1000));
        if (binding.q() < 1000) {
            text.append(";q=0.").append(Integer.toString(1000 + binding.q()), 1, 4);
        }
        String instance = binding.instance();
        if (instance != null) {
            text.append(";+sip.instance=\"<").append(instance).append(">\"");
            if (gruu) {
                text.append(";pub-gruu=\"sip:").append(binding.aor()).append(";gr=");
                Gruu.append(text, instance);
                text.append('"');
            }
        }
        if (binding.regId() > 0) {
            text.append(";reg-id=").append(binding.regId());
        }
        return text.toString();
    }

    private String date(long now) {
        if (now / 1000 != second) {
            second = now / 1000;
            date = DATE.format(Instant.ofEpochSecond(second));
        }
        return date;
    }
}
