// Numbers of all queues together. Rates are weighed by what they are rates of.
import type { Maybe, QueueView } from "../../api/types";

export interface Total {
  waiting: number;
  longestSince: number | null;
  offered: number;
  answered: number;
  lost: number;
  serviceLevel: number | null;
  lostRate: number | null;
  asaS: number | null;
  ahtS: number | null;
  limitS: number | null;  // null when the queues' limits differ
}

function weighed(queues: readonly QueueView[], value: (queue: QueueView) => Maybe<number>, weight: (queue: QueueView) => number): number | null {
  let sum = 0;
  let of = 0;
  for (const queue of queues) {
    const one = value(queue);
    const many = weight(queue);
    if (one === null || one === undefined || many <= 0) continue;
    sum += one * many;
    of += many;
  }
  return of > 0 ? sum / of : null;
}

export function totalOf(queues: readonly QueueView[]): Total {
  const add = (pick: (queue: QueueView) => number): number => queues.reduce((sum, queue) => sum + pick(queue), 0);
  const since = queues.map((queue) => queue.longest_since_ms).filter((at): at is number => typeof at === "number");
  const limits = new Set(queues.map((queue) => queue.service_level_limit_s));
  return {
    waiting: add((queue) => queue.waiting),
    longestSince: since.length ? Math.min(...since) : null,
    offered: add((queue) => queue.offered),
    answered: add((queue) => queue.answered),
    lost: add((queue) => queue.lost),
    serviceLevel: weighed(queues, (queue) => queue.service_level, (queue) => queue.decided),
    lostRate: weighed(queues, (queue) => queue.lost_rate, (queue) => queue.offered),
    asaS: weighed(queues, (queue) => queue.asa_s, (queue) => queue.answered),
    ahtS: weighed(queues, (queue) => queue.aht_s, (queue) => queue.answered),
    limitS: limits.size === 1 ? ([...limits][0] ?? null) : null,
  };
}
