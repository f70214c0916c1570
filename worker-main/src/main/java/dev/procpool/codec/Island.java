package dev.procpool.codec;

/**
 * Stands in an FST stream for an object whose JDK serialization follows as bytes. Only its name travels; there are no
 * instances.
 */
final class Island implements java.io.Serializable {

    private static final long serialVersionUID = 1;

    private Island() {}
}
