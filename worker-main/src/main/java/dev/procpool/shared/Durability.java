package dev.procpool.shared;

/** What a file must survive once it has its name. */
enum Durability {
    /** Forced to the disk before it gets its name. */
    SURVIVES_POWER_CUT,

    /** Left to the system to write out: its owner deletes it, or the next start of a pool does. */
    UNTIL_REBOOT
}
