package io.switchboard.sip.presence;

import java.util.ArrayList;
import java.util.List;

/** Finds where the elements beneath the root of a well-formed document begin and end. Pure. */
final class XmlChildren {
    private final String text;
    private final List<int[]> children = new ArrayList<>();
    private int at;
    private int depth;
    private int start;

    private XmlChildren(String text) {
        this.text = text;
    }

    /**
     * Begin and end (exclusive) of each, in order.
     *
     * @param text known to be well-formed, but for what is refused here
     * @throws PidfException if it has a document type declaration
     */
    static List<int[]> of(String text) throws PidfException {
        XmlChildren scan = new XmlChildren(text);
        try {
            scan.scan();
        } catch (StringIndexOutOfBoundsException e) {
            throw new PidfException("Not Well-Formed");
        }
        return scan.children;
    }

    private void scan() throws PidfException {
        for (int open = text.indexOf('<'); open >= 0; open = text.indexOf('<', at)) {
            if (text.startsWith("<!--", open)) {
                at = after("-->", open + 4);
            } else if (text.startsWith("<![CDATA[", open)) {
                at = after("]]>", open + 9);
            } else if (text.startsWith("<?", open)) {
                at = after("?>", open + 2);
            } else if (text.startsWith("<!", open)) {
                throw new PidfException("No Document Type Allowed");
            } else if (text.startsWith("</", open)) {
                at = after(">", open + 2);
                depth--;
                child();
            } else {
                startTag(open);
            }
        }
    }

    private void startTag(int open) {
        if (depth == 1) {
            start = open;
        }
        at = open + 1;
        for (char c = text.charAt(at); c != '>'; c = text.charAt(at)) {
            at = c == '"' || c == '\'' ? text.indexOf(c, at + 1) + 1 : at + 1;
        }
        at++;
        if (text.charAt(at - 2) == '/') {
            child();
        } else {
            depth++;
        }
    }

    private void child() {
        if (depth == 1) {
            children.add(new int[] {start, at});
        }
    }

    private int after(String end, int from) {
        int found = text.indexOf(end, from);
        if (found < 0) {
            throw new StringIndexOutOfBoundsException(end);
        }
        return found + end.length();
    }
}
