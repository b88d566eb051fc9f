import { Arg, ID, Resolver, Root, Subscription } from "type-graphql";
import { findRun, type RunRow } from "../../db/runs.js";
import type { ApiContext } from "../context.js";
import { notFound } from "../errors.js";
import { localId } from "../globalId.js";
import { RunType } from "./run.type.js";
import { watchRun } from "./runChanges.js";

@Resolver()
export class RunProgressResolver {
  @Subscription(() => RunType, {
    description:
      "A run as it is now, then at every change of its progress or status, at most a few a second; ends after the terminal status.",
    subscribe: async ({ args, context }: { args: { id: string }; context: ApiContext }) => {
      const runId = localId("Run", args.id);
      if (!(await findRun(context.db, runId))) throw notFound("run");
      return watchRun(context.db, context.changes, runId);
    },
  })
  runProgress(@Root() row: RunRow, @Arg("id", () => ID, { description: "The run." }) _id: string): RunType {
    return new RunType(row);
  }
}
