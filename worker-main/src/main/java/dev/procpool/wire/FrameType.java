package dev.procpool.wire;

/** What a frame says. Codes never change their meaning; a new message takes a new code. */
enum FrameType {
    CONFIGURE(1),
    TASK(2),
    CANCEL(3),
    RESEND(4),
    RELEASE(5),
    STOP(6),

    HELLO(65),
    STARTED(66),
    RESULT(67),
    FAILURE(68),
    UNDECODABLE(69),
    OUTPUT(70),
    STACK(71),
    PROGRESS(72),
    NATIVE_OUTPUT(73);

    private static final FrameType[] BY_CODE = new FrameType[128];

    static {
        for (FrameType type : values()) {
            BY_CODE[type.code] = type;
        }
    }

    final byte code;

    FrameType(int code) {
        this.code = (byte) code;
    }

    /** The type with this code, or null if there is none. */
    static FrameType of(byte code) {
        return code < 0 ? null : BY_CODE[code];
    }
}
