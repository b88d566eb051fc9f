/**
 * Runs tasks `first`..`end - 1` on `lanes` lanes side by side and hands their results to `merge` strictly in task
 * order, so that floating-point sums do not depend on which lane was faster. A lane that runs ahead waits, so at most
 * two results a lane are under way or held. `merge` ends the work early by returning true; what
 * other lanes have under way is then left out.
 *
 * Rejects with the first failure of a task or of `merge`.
 */
export async function mergeInOrder<T>(options: {
  readonly first: number;
  readonly end: number;
  readonly lanes: number;
  readonly run: (lane: number, task: number) => Promise<T>;
  readonly merge: (task: number, result: T) => boolean | Promise<boolean>;
}): Promise<void> {
  const { first, end, lanes, run, merge } = options;
  const ahead = 2 * lanes;
  const finished = new Map<number, T>();
  let nextTask = first;
  let nextMerge = first;
  let ended = false;
  let wake: (() => void)[] = [];
  const wakeAll = () => {
    for (const resolve of wake) resolve();
    wake = [];
  };

  /** One after the other, whichever lane asks. */
  let merging = Promise.resolve();
  const mergeFinished = async () => {
    for (let result = finished.get(nextMerge); result !== undefined; result = finished.get(nextMerge)) {
      finished.delete(nextMerge);
      if (await merge(nextMerge, result)) {
        ended = true;
        finished.clear();
      }
      nextMerge++;
    }
  };
  const work = async (lane: number): Promise<void> => {
    try {
      while (nextTask < end && !ended) {
        if (nextTask - nextMerge >= ahead) {
          await new Promise<void>((resolve) => wake.push(resolve));
          continue;
        }
        const task = nextTask++;
        const own = await run(lane, task);
        if (ended) return;
        finished.set(task, own);
        merging = merging.then(mergeFinished);
        await merging;
        wakeAll();
      }
    } catch (error) {
      ended = true;
      wakeAll();
      throw error;
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_, lane) => work(lane)));
}
