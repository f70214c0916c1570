package dev.procpool.demo;

/** What the user can put right: shown as its message alone, in one line, with exit code 2. */
public final class UserError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UserError(String message) {
        super(message);
    }
}
