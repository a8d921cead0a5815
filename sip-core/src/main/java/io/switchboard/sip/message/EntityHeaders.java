package io.switchboard.sip.message;

import javax.sip.header.ContentDispositionHeader;
import javax.sip.header.ContentEncodingHeader;
import javax.sip.header.ContentLanguageHeader;
import javax.sip.header.ContentLengthHeader;
import javax.sip.header.ExpiresHeader;
import javax.sip.header.Header;
import javax.sip.message.Message;
import org.jspecify.annotations.Nullable;

/** The headers for which JAIN-SIP has getters and setters of their own. */
abstract class EntityHeaders extends IndexedMessage implements Message {
    EntityHeaders(byte[] data, int start, int end, int headersStart) {
        super(data, start, end, headersStart);
    }

    @Override
    public abstract Object clone();

    private <T extends Header> @Nullable T first(HeaderName name, Class<T> type) {
        Header header = getHeader(name.text());
        return type.isInstance(header) ? type.cast(header) : null;
    }

    /** Has no effect: Content-Length follows the body. */
    @Override
    public final void setContentLength(ContentLengthHeader ignored) {}

    @Override
    public final @Nullable ContentLengthHeader getContentLength() {
        return first(HeaderName.CONTENT_LENGTH, ContentLengthHeader.class);
    }

    @Override
    public final void setContentLanguage(ContentLanguageHeader header) {
        setHeader(header);
    }

    @Override
    public final @Nullable ContentLanguageHeader getContentLanguage() {
        return first(HeaderName.CONTENT_LANGUAGE, ContentLanguageHeader.class);
    }

    @Override
    public final void setContentEncoding(ContentEncodingHeader header) {
        setHeader(header);
    }

    @Override
    public final @Nullable ContentEncodingHeader getContentEncoding() {
        return first(HeaderName.CONTENT_ENCODING, ContentEncodingHeader.class);
    }

    @Override
    public final void setContentDisposition(ContentDispositionHeader header) {
        setHeader(header);
    }

    @Override
    public final @Nullable ContentDispositionHeader getContentDisposition() {
        return first(HeaderName.CONTENT_DISPOSITION, ContentDispositionHeader.class);
    }

    @Override
    public final void setExpires(ExpiresHeader header) {
        setHeader(header);
    }

    @Override
    public final @Nullable ExpiresHeader getExpires() {
        return first(HeaderName.EXPIRES, ExpiresHeader.class);
    }
}
