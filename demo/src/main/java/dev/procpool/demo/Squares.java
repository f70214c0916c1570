package dev.procpool.demo;

import dev.procpool.TaskPool;
import java.util.List;

public class Squares {
    public static void main(String[] args) throws Exception {
        try (TaskPool pool = TaskPool.open()) {
            var answer = pool.submit(() -> 6 * 7);
            pool.map(n -> n * n, List.of(1, 2, 3)).forEach(System.out::println);
            System.out.println(answer.get());
        }
    }
}
