package io.switchboard.server.config;

/**
 * One thing that is wrong in the configuration.
 *
 * @param file name of the file, relative to the configuration folder
 * @param line from 1
 * @param column from 1
 * @param key path of the key ({@code routes[2].to}); empty for the file as a whole
 * @param message what is wrong, and what was meant
 */
public record Problem(String file, int line, int column, String key, String message) {
    @Override
    public String toString() {
        String where = file + ":" + line + ":" + column;
        return key.isEmpty() ? where + ": " + message : where + " " + key + ": " + message;
    }
}
