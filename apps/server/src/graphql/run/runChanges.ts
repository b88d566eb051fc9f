import { createPubSub, Repeater } from "@graphql-yoga/subscription";
import type { Database } from "../../db/database.js";
import { TERMINAL_STATUSES } from "../../db/jobTable.js";
import { findRun, type RunRow } from "../../db/runs.js";

/** Changed runs inside this process, from whichever process changed them. */
export type RunChanges = ReturnType<typeof createRunChanges>;

export function createRunChanges() {
  return createPubSub<{ run: [runId: string, changed: true] }>();
}

/**
 * The run as it is now, and after every change; ends after a terminal status, or when the run is deleted. Changes that
 * come faster than they are taken are passed over: only the newest state is told.
 */
export function watchRun(db: Database, changes: RunChanges, runId: string): AsyncIterable<RunRow> {
  return new Repeater<RunRow>(async (push, stop) => {
    const events = changes.subscribe("run", runId);
    stop.then(() => events.return());
    // Subscribed before the first look, so that no change falls between.
    let run = await findRun(db, runId);
    while (run) {
      await push(run);
      if (TERMINAL_STATUSES.includes(run.status)) break;
      const { done } = await events.next();
      if (done) break;
      run = await findRun(db, runId);
    }
    events.return();
    stop();
  });
}
