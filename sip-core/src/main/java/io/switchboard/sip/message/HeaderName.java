package io.switchboard.sip.message;

import java.nio.charset.StandardCharsets;

/** Header fields that the server knows by name, with their compact forms. All others are passed on as bytes. */
public enum HeaderName {
    ACCEPT("Accept"),
    ACCEPT_CONTACT("Accept-Contact", 'a'),
    ACCEPT_ENCODING("Accept-Encoding"),
    ACCEPT_LANGUAGE("Accept-Language"),
    ALERT_INFO("Alert-Info"),
    ALLOW("Allow"),
    ALLOW_EVENTS("Allow-Events", 'u'),
    AUTHENTICATION_INFO("Authentication-Info"),
    AUTHORIZATION("Authorization"),
    CALL_ID("Call-ID", 'i'),
    CALL_INFO("Call-Info"),
    CONTACT("Contact", 'm'),
    CONTENT_DISPOSITION("Content-Disposition"),
    CONTENT_ENCODING("Content-Encoding", 'e'),
    CONTENT_LANGUAGE("Content-Language"),
    CONTENT_LENGTH("Content-Length", 'l'),
    CONTENT_TYPE("Content-Type", 'c'),
    CSEQ("CSeq"),
    DATE("Date"),
    DIVERSION("Diversion"),
    ERROR_INFO("Error-Info"),
    EVENT("Event", 'o'),
    EXPIRES("Expires"),
    FLOW_TIMER("Flow-Timer"),
    FROM("From", 'f'),
    HISTORY_INFO("History-Info"),
    IN_REPLY_TO("In-Reply-To"),
    JOIN("Join"),
    LAST_NOTIFY_VERSION("Last-Notify-Version"),
    MAX_BREADTH("Max-Breadth"),
    MAX_FORWARDS("Max-Forwards"),
    MIME_VERSION("MIME-Version"),
    MIN_EXPIRES("Min-Expires"),
    MIN_SE("Min-SE"),
    ORGANIZATION("Organization"),
    PATH("Path"),
    PRIORITY("Priority"),
    PRIVACY("Privacy"),
    PROXY_AUTHENTICATE("Proxy-Authenticate"),
    PROXY_AUTHORIZATION("Proxy-Authorization"),
    PROXY_REQUIRE("Proxy-Require"),
    P_ASSERTED_IDENTITY("P-Asserted-Identity"),
    P_PREFERRED_IDENTITY("P-Preferred-Identity"),
    RACK("RAck"),
    REASON("Reason"),
    RECORD_ROUTE("Record-Route"),
    REFERRED_BY("Referred-By", 'b'),
    REFER_SUB("Refer-Sub"),
    REFER_TO("Refer-To", 'r'),
    REMOTE_PARTY_ID("Remote-Party-ID"),
    REPLACES("Replaces"),
    REPLY_TO("Reply-To"),
    REQUEST_DISPOSITION("Request-Disposition", 'd'),
    REQUIRE("Require"),
    RETRY_AFTER("Retry-After"),
    ROUTE("Route"),
    RSEQ("RSeq"),
    SERVER("Server"),
    SERVICE_ROUTE("Service-Route"),
    SESSION_EXPIRES("Session-Expires", 'x'),
    SIP_ETAG("SIP-ETag"),
    SIP_IF_MATCH("SIP-If-Match"),
    SUBJECT("Subject", 's'),
    SUBSCRIPTION_STATE("Subscription-State"),
    SUPPORTED("Supported", 'k'),
    TIMESTAMP("Timestamp"),
    TO("To", 't'),
    UNSUPPORTED("Unsupported"),
    USER_AGENT("User-Agent"),
    VIA("Via", 'v'),
    WARNING("Warning"),
    WWW_AUTHENTICATE("WWW-Authenticate");

    private final String text;

    @SuppressWarnings("ImmutableEnumChecker") // nobody changes it
    private final byte[] begin;

    private final char compact;

    HeaderName(String text) {
        this(text, '\0');
    }

    HeaderName(String text, char compact) {
        this.text = text;
        this.begin = (text + ": ").getBytes(StandardCharsets.US_ASCII);
        this.compact = compact;
    }

    /** The name as written on the wire, long form. */
    public String text() {
        return text;
    }

    /** The name, a colon and a space. Not to be changed. */
    byte[] begin() {
        return begin;
    }

    /** The one-letter form, or NUL if there is none. */
    public char compact() {
        return compact;
    }
}
