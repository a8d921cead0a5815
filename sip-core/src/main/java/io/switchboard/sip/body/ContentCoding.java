package io.switchboard.sip.body;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** Undoes content codings (RFC 9110 section 8.4.1) up to a size: no input makes it produce more. */
final class ContentCoding {
    /** What is undone, for Accept-Encoding. */
    static final String KNOWN = "deflate, gzip, identity";

    /** First byte of a zlib stream: method 8, window of 32 KB at most. */
    private static final int DEFLATED = 8;

    private ContentCoding() {}

    /**
     * Undoes one coding.
     *
     * @param coding its name in lower case
     * @param limit the most bytes that may come of it
     * @throws BodyException 413 if there are more, 415 for another coding, 400 if the content is broken
     */
    static byte[] decode(String coding, byte[] content, int limit) throws BodyException {
        return switch (coding) {
            case "identity" -> content;
            case "deflate" -> inflate(content, limit);
            case "gzip", "x-gzip" -> gunzip(content, limit);
            default -> throw new BodyException(415, "Unsupported Content Coding");
        };
    }

    /** "deflate" is a zlib stream (RFC 1950); bare deflate (RFC 1951), which some send, is taken too. */
    private static byte[] inflate(byte[] content, int limit) throws BodyException {
        Inflater inflater = new Inflater(!isZlib(content));
        try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(content), inflater)) {
            return read(in, limit);
        } catch (IOException e) {
            throw broken(e);
        } finally {
            inflater.end();
        }
    }

    /** RFC 1950 section 2.2: the first two bytes, as a number, are a multiple of 31. */
    private static boolean isZlib(byte[] content) {
        return content.length >= 2
                && (content[0] & 0x0F) == DEFLATED
                && (((content[0] & 0xFF) << 8) | (content[1] & 0xFF)) % 31 == 0;
    }

    private static byte[] gunzip(byte[] content, int limit) throws BodyException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(content))) {
            return read(in, limit);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private static byte[] read(InputStream in, int limit) throws IOException, BodyException {
        byte[] plain = in.readNBytes(limit);
        if (plain.length == limit && in.read() >= 0) {
            throw new BodyException(413, "Body Too Large");
        }
        return plain;
    }

    private static BodyException broken(IOException e) {
        return new BodyException(400, e instanceof EOFException ? "Body Cut Off" : "Broken Content Coding", e);
    }
}
