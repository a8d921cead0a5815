package io.switchboard.sip.body;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.switchboard.sip.message.MessageParser;
import io.switchboard.sip.message.SipMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Requests with bodies of all kinds. */
final class Bodies {
    static final String SDP = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\n";
    static final String BOUNDARY = "gc0p4Jq0M2Yt08jU534c0p";

    private Bodies() {}

    /** A list of entries with these URIs. */
    static String list(String... uris) {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\"?>");
        xml.append("<resource-lists xmlns=\"urn:ietf:params:xml:ns:resource-lists\"><list>");
        for (String uri : uris) {
            xml.append("<entry uri=\"").append(uri).append("\"/>");
        }
        return xml.append("</list></resource-lists>").toString();
    }

    /**
     * An INVITE with a body.
     *
     * @param headers lines about the body, without Content-Length
     */
    static SipMessage invite(String headers, byte[] body) {
        byte[] head = ("INVITE sip:factory@example.test SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\n"
                        + "Max-Forwards: 70\r\nFrom: <sip:alice@example.test>;tag=1\r\nTo: <sip:factory@example.test>\r\n"
                        + "Call-ID: 1\r\nCSeq: 1 INVITE\r\n" + headers.replace("\n", "\r\n") + "\r\nContent-Length: "
                        + body.length + "\r\n\r\n")
                .getBytes(UTF_8);
        byte[] wire = joined(head, body);
        return requireNonNull(MessageParser.parse(wire, 0, wire.length));
    }

    /** A part of a multipart body, with the delimiter before it. */
    static byte[] part(String headers, byte[] content) {
        String head = "--" + BOUNDARY + "\r\n" + headers.replace("\n", "\r\n") + "\r\n\r\n";
        return joined(head.getBytes(UTF_8), content, "\r\n".getBytes(UTF_8));
    }

    static byte[] end() {
        return ("--" + BOUNDARY + "--\r\n").getBytes(UTF_8);
    }

    static byte[] joined(byte[]... pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            all.writeBytes(piece);
        }
        return all.toByteArray();
    }

    static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    static byte[] deflated(byte[] plain) {
        return deflated(plain, new Deflater());
    }

    static byte[] bareDeflated(byte[] plain) {
        return deflated(plain, new Deflater(Deflater.DEFAULT_COMPRESSION, true));
    }

    private static byte[] deflated(byte[] plain, Deflater deflater) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream in = new DeflaterOutputStream(out, deflater)) {
            in.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deflater.end();
        }
        return out.toByteArray();
    }

    static byte[] gzipped(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream in = new GZIPOutputStream(out)) {
            in.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
