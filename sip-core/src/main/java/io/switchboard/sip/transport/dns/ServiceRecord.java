package io.switchboard.sip.transport.dns;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.switchboard.sip.transport.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A record that names a service. */
sealed interface ServiceRecord {
    /** A server of a service (RFC 2782); the target is without its last dot, empty if there decidedly is no service. */
    record Srv(int priority, int weight, int port, String target) implements ServiceRecord {}

    /** A service of a domain (RFC 3403), the domain of its SRV records without the last dot. */
    record Naptr(int order, int preference, String flags, String service, String replacement) implements ServiceRecord {
        /** The SIP transport that it stands for (RFC 3263 section 4.1); null if it is no SIP service found by SRV. */
        @Nullable Protocol protocol() {
            if (!flags.equalsIgnoreCase("s") || replacement.isEmpty()) {
                return null;
            }
            return switch (service.toUpperCase(Locale.ROOT)) {
                case "SIP+D2U" -> Protocol.UDP;
                case "SIP+D2T" -> Protocol.TCP;
                case "SIPS+D2T" -> Protocol.TLS;
                default -> null;
            };
        }
    }

    /**
     * Reads a record's data.
     *
     * @return null for a record of another type
     * @throws RuntimeException if the data are cut short or a name is broken
     */
    static @Nullable ServiceRecord read(DnsRecord record, ByteBuf data) {
        if (record.type().equals(DnsRecordType.SRV)) {
            return new Srv(data.readUnsignedShort(), data.readUnsignedShort(), data.readUnsignedShort(), name(data));
        }
        if (record.type().equals(DnsRecordType.NAPTR)) {
            int order = data.readUnsignedShort();
            int preference = data.readUnsignedShort();
            String flags = text(data);
            String service = text(data);
            String regexp = text(data);
            return new Naptr(order, preference, flags, service, regexp.isEmpty() ? name(data) : "");
        }
        return null;
    }

    private static String text(ByteBuf data) {
        return data.readCharSequence(data.readUnsignedByte(), StandardCharsets.US_ASCII)
                .toString();
    }

    private static String name(ByteBuf data) {
        String name = DefaultDnsRecordDecoder.decodeName(data);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
