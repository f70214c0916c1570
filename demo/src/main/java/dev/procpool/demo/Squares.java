package dev.procpool.demo;

import dev.procpool.TaskPool;
import java.util.List;

public class Squares {
    public static void main(String[] args) {
        try (TaskPool pool = TaskPool.open()) {
            pool.map(n -> n * n, List.of(1, 2, 3)).forEach(System.out::println);
        }
    }
}
