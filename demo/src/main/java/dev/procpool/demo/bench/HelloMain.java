package dev.procpool.demo.bench;

/** The least a JVM can do. Runs in a bare JVM: no other class of ours is there. */
final class HelloMain {

    private HelloMain() {}

    public static void main(String[] args) {
        System.out.println("hello");
    }
}
