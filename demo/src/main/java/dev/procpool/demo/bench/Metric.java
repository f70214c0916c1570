package dev.procpool.demo.bench;

/** What a measurement gives: the key in the JSON file and the unit. Equal if it is the same figure. */
public interface Metric {

    String key();

    String unit();

    /** What this one is to be seen beside; null if nothing else that is measured is comparable. */
    default Metric floor() {
        return null;
    }
}
