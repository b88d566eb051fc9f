import { expect, it } from "vitest";
import { CancelledError } from "../errors.js";
import { evaluateInOrder } from "./evaluateInOrder.js";

// Every order in which things can end, fail or be stopped, for small numbers of lanes and stretches.

/** Something that the scheduler waits for, settled by the explorer. */
interface Pending {
  readonly name: string;
  readonly succeed: () => void;
  readonly fail: () => void;
}

interface Case {
  readonly lanes: number;
  readonly slots: number;
  readonly perPass: number;
  /** Stretches by block. */
  readonly blocks: readonly number[];
  /** Stretches whose gate is shut at first. */
  readonly gates: readonly number[];
  /** Whether a task may fail, and whether the work may be stopped: at most one of both, at any point. */
  readonly mayBreak: boolean;
}

/** One way through a case: the choices made so far, and how many there were at each point. */
interface Path {
  readonly choices: number[];
  readonly widths: number[];
}

/** Promises chained by the scheduler settle within so many microtasks. */
const SETTLING_TURNS = 20;

async function settled(): Promise<void> {
  for (let t = 0; t < SETTLING_TURNS; t++) await undefined;
}

/** Goes one way, taking the first choice beyond those given; returns the whole way. */
async function follow(
  { lanes, slots, perPass, blocks, gates, mayBreak }: Case,
  given: readonly number[],
): Promise<Path> {
  const stretches = blocks.flatMap((count, block) =>
    Array.from({ length: count }, (_, i) => ({ block, endsBlock: i === count - 1 })),
  );
  const controller = new AbortController();
  const pending: Pending[] = [];
  const added: number[] = [];
  let begun = 0;
  const wait = <T>(name: string, value: T): Promise<T> => {
    begun++;
    return new Promise((resolve, reject) => {
      const take = () => pending.splice(pending.indexOf(own), 1);
      const own: Pending = {
        name,
        succeed: () => take() && resolve(value),
        fail: () => take() && reject(new Error(`${name} broke`)),
      };
      pending.push(own);
    });
  };
  let outcome: { readonly error: unknown } | "done" | null = null;
  evaluateInOrder<number, (typeof stretches)[number]>({
    stretches,
    lanes,
    slots,
    perPass,
    signal: controller.signal,
    gate: (stretch) => {
      const at = stretches.indexOf(stretch);
      return gates.includes(at) ? wait(`gate ${at}`, undefined) : undefined;
    },
    evaluate: (_lane, stretch) => wait(`evaluate ${stretches.indexOf(stretch)}`, stretches.indexOf(stretch)),
    add: async (_lane, parts) => {
      await wait(`add ${parts.map(({ result }) => result)}`, undefined);
      added.push(...parts.map(({ result }) => result));
      return false;
    },
  }).then(
    () => {
      outcome = "done";
    },
    (error: unknown) => {
      outcome = { error };
    },
  );

  const path: Path = { choices: [], widths: [] };
  let broken: "stop" | string | null = null;
  for (;;) {
    await settled();
    // The order of the sums never depends on the way.
    expect(added).toEqual(added.map((_, i) => i));
    const work = pending.filter(({ name }) => broken === null || !name.startsWith("gate"));
    if (work.length === 0) break;
    expect(outcome).toBeNull();
    expect(pending.filter(({ name }) => !name.startsWith("gate")).length).toBeLessThanOrEqual(lanes);
    const actions = work.map((one) => () => one.succeed());
    if (mayBreak && broken === null) {
      for (const one of work) {
        actions.push(() => {
          broken = one.name;
          one.fail();
        });
      }
      actions.push(() => {
        broken = "stop";
        controller.abort();
      });
    }
    const choice = given[path.choices.length] ?? 0;
    path.choices.push(choice);
    path.widths.push(actions.length);
    const before = begun;
    actions[choice]();
    await settled();
    if (broken !== null) expect(begun).toBe(before);
  }
  // Whatever happened, it has ended, in the one right way.
  if (broken === null) {
    expect(outcome).toBe("done");
    expect(added).toHaveLength(stretches.length);
  } else {
    const { error } = outcome as unknown as { error: Error };
    if (broken === "stop") expect(error).toBeInstanceOf(CancelledError);
    else expect(error.message).toBe(`${broken} broke`);
  }
  return path;
}

/** Goes every way there is; returns their number. */
async function explore(one: Case): Promise<number> {
  let ways = 0;
  let given: number[] = [];
  for (;;) {
    const { choices, widths } = await follow(one, given);
    ways++;
    let last = choices.length - 1;
    while (last >= 0 && choices[last] + 1 === widths[last]) last--;
    if (last < 0) return ways;
    given = [...choices.slice(0, last), choices[last] + 1];
  }
}

it.each<[string, Case]>([
  ["one lane", { lanes: 1, slots: 2, perPass: 1, blocks: [2, 1], gates: [], mayBreak: true }],
  ["two lanes", { lanes: 2, slots: 3, perPass: 2, blocks: [2, 2], gates: [], mayBreak: true }],
  ["three lanes", { lanes: 3, slots: 4, perPass: 2, blocks: [3, 1], gates: [], mayBreak: true }],
  ["three lanes and one slot", { lanes: 3, slots: 1, perPass: 2, blocks: [3, 1], gates: [], mayBreak: true }],
  ["four lanes", { lanes: 4, slots: 5, perPass: 3, blocks: [3, 2], gates: [], mayBreak: false }],
  [
    "more lanes than stretches",
    { lanes: 16, slots: 17, perPass: 2, blocks: [1, 2], gates: [], mayBreak: true },
  ],
  ["gates", { lanes: 2, slots: 3, perPass: 2, blocks: [2, 1], gates: [0, 2], mayBreak: true }],
  ["a gate for three lanes", { lanes: 3, slots: 4, perPass: 1, blocks: [2, 2], gates: [2], mayBreak: true }],
])("ends in the right way whatever happens in which order: %s", async (_, one) => {
  expect(await explore(one)).toBeGreaterThan(5);
});
