import { Place, READY, Start } from "../up/start.js";

type Answer = { data?: Record<string, { id?: string } | null>; errors?: { message: string }[] };

/** The product as a reader of README has it after `npm run up`, on ports that are free. */
export class ApiSession {
  private constructor(
    private readonly place: Place,
    private readonly start: Start,
    readonly url: string,
    private readonly variables: Record<string, string>,
  ) {}

  /** Starts it, the first analysis included, and waits until this is done. */
  static async open(): Promise<ApiSession> {
    const place = await Place.make();
    const start = new Start(["--data", place.data, ...place.ports]);
    try {
      await start.untilPrinted(READY);
      const [[, , url]] = [...start.text.matchAll(READY)];
      const session = new ApiSession(place, start, url, {});
      await session.untilAnalysed();
      return session;
    } catch (error) {
      await start.end();
      await place.remove();
      throw error;
    }
  }

  /** What the commands of a page need to find this API and its data. */
  get environment(): Record<string, string> {
    return { UNITSCOPE_DATA: this.place.data };
  }

  /** A command of a page with the address of this API in place of the usual one. */
  addressed(command: string): string {
    return command.replaceAll("http://127.0.0.1:4000/graphql", this.url);
  }

  /**
   * Runs a query of a page. Its variables are called after what they stand for: `$run`, `$imageSet`, `$model`, or after
   * what an earlier mutation of the page has made, `$mask` after `createMask`.
   *
   * @throws {Error} when the API answers with errors.
   */
  async query(query: string): Promise<Answer["data"]> {
    const names = [...query.matchAll(/\$(\w+):/g)].map(([, name]) => name);
    const unknown = names.filter((name) => this.variables[name] === undefined);
    if (unknown.length > 0) throw new Error(`nothing is known for $${unknown.join(", $")} in ${query}`);
    const data = await this.ask(query, Object.fromEntries(names.map((name) => [name, this.variables[name]])));
    for (const [field, made] of Object.entries(data ?? {})) {
      const [, name] = /^(?:create|import|start)([A-Z]\w*)$/.exec(field) ?? [];
      if (made?.id && name) this.variables[name[0].toLowerCase() + name.slice(1)] = made.id;
      if (made?.id && field === "evaluateMask") this.variables.evaluation = made.id;
    }
    return data;
  }

  async close(): Promise<void> {
    await this.start.end();
    await this.place.remove();
  }

  private async ask(query: string, variables: Record<string, string> = {}): Promise<Answer["data"]> {
    const response = await fetch(this.url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as Answer;
    if (errors)
      throw new Error(`${query}\nis answered with ${errors.map((error) => error.message).join("; ")}`);
    return data;
  }

  private async untilAnalysed(): Promise<void> {
    type Nodes = { nodes: { id: string; status?: string }[] };
    for (;;) {
      const found = (await this.ask(
        "{ runs { nodes { id status } } models { nodes { id } } imageSets { nodes { id } } }",
      )) as unknown as Record<"runs" | "models" | "imageSets", Nodes>;
      const [run] = found.runs.nodes;
      if (run?.status === "FAILED") throw new Error("the first analysis failed");
      if (run?.status === "SUCCEEDED") {
        Object.assign(this.variables, {
          run: run.id,
          model: found.models.nodes[0].id,
          imageSet: found.imageSets.nodes[0].id,
        });
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}
