"""Measures CPython's two process pools, each with one worker, as the demo measures the others.

peers.py first CONTENDER NUMBER     says "NANOS ANSWER": a new pool's first result
peers.py serve CONTENDER            answers each line of stdin with "value NUMBER", until its end:
    rtt SECONDS TASK_MICROS         median time to submit a task and get its result, in us
    tasks SECONDS BATCH TASK_MICROS tasks in a second, submitted in batches that are all in flight
    map INPUTS CHUNK                elements in a second
"""

import sys
import time


def answer(number, busy_nanos=0):
    if busy_nanos:
        first = time.perf_counter_ns()
        while time.perf_counter_ns() - first < busy_nanos:
            pass
    return number * 31 + 7


def check(number, actual):
    if actual != number * 31 + 7:
        raise ValueError("wrong result of task %d: %r" % (number, actual))


class Executor:
    """concurrent.futures.ProcessPoolExecutor"""

    def __init__(self):
        from concurrent.futures import ProcessPoolExecutor

        self.pool = ProcessPoolExecutor(1)

    def submit(self, number, busy_nanos):
        return self.pool.submit(answer, number, busy_nanos).result

    def map(self, inputs, chunk):
        return self.pool.map(answer, range(inputs), chunksize=chunk)

    def close(self):
        self.pool.shutdown()


class Pool:
    """multiprocessing.Pool"""

    def __init__(self):
        from multiprocessing import Pool as ProcessPool

        self.pool = ProcessPool(1)

    def submit(self, number, busy_nanos):
        return self.pool.apply_async(answer, (number, busy_nanos)).get

    def map(self, inputs, chunk):
        return self.pool.map(answer, range(inputs), chunk)

    def close(self):
        self.pool.close()
        self.pool.join()


CONTENDERS = {"process_pool_executor": Executor, "multiprocessing_pool": Pool}


def rtt(pool, seconds, task_micros):
    busy_nanos = int(task_micros) * 1000
    nanos = []
    end = time.perf_counter_ns() + float(seconds) * 1e9
    number = 0
    before = 0
    while number < 3 or before < end:
        before = time.perf_counter_ns()
        result = pool.submit(number, busy_nanos)()
        nanos.append(time.perf_counter_ns() - before)
        check(number, result)
        number += 1
    return sorted(nanos)[(len(nanos) - 1) // 2] / 1e3


def tasks(pool, seconds, batch, task_micros):
    batch = int(batch)
    busy_nanos = int(task_micros) * 1000
    done = 0
    first = time.perf_counter_ns()
    while True:
        results = [pool.submit(number, busy_nanos) for number in range(batch)]
        for number, result in enumerate(results):
            check(number, result())
        done += batch
        elapsed = time.perf_counter_ns() - first
        if elapsed >= float(seconds) * 1e9:
            return done * 1e9 / elapsed


def map_(pool, inputs, chunk):
    inputs = int(inputs)
    first = time.perf_counter_ns()
    count = 0
    for result in pool.map(inputs, int(chunk)):
        check(count, result)
        count += 1
    elapsed = time.perf_counter_ns() - first
    if count != inputs:
        raise ValueError("wrong number of results of map: %d of %d" % (count, inputs))
    return count * 1e9 / elapsed


REQUESTS = {"rtt": rtt, "tasks": tasks, "map": map_}


def first(contender, number):
    before = time.perf_counter_ns()
    pool = CONTENDERS[contender]()
    result = pool.submit(int(number), 0)()
    nanos = time.perf_counter_ns() - before
    print(nanos, result, flush=True)
    pool.close()


def serve(contender):
    pool = CONTENDERS[contender]()
    for line in sys.stdin:
        name, *arguments = line.split()
        print("value", REQUESTS[name](pool, *arguments), flush=True)
    pool.close()


if __name__ == "__main__":
    {"first": first, "serve": serve}[sys.argv[1]](*sys.argv[2:])
