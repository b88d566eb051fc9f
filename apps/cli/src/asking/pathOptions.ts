import { Argument, Option } from "commander";

/** What has to be there before a command begins. */
export interface InputPath {
  readonly kind: "file" | "folder";
  /** Its part in the command, for messages: "model", "folder of images". */
  readonly what: string;
  /** The path in the option's value; undefined where it holds something else, such as JSON. @default the value */
  readonly pathIn: (value: string) => string | undefined;
}

/** What a command makes. */
export interface OutputPath {
  readonly kind: "file" | "folder";
  /** True when something of this name is replaced with --overwrite only; false when the command itself judges what is there. */
  readonly isRefusedWhenThere: boolean;
}

const whole = (value: string): string => value;

/** An option that names what a command reads. */
export class InputOption extends Option {
  readonly input: InputPath;

  constructor(flags: string, description: string, input: Partial<InputPath> & { readonly what: string }) {
    super(flags, description);
    this.input = { kind: "file", pathIn: whole, ...input };
  }
}

/** An argument that names what a command reads. */
export class InputArgument extends Argument {
  readonly input: InputPath;

  constructor(name: string, description: string, what: string) {
    super(name, description);
    this.input = { kind: "file", pathIn: whole, what };
  }
}

/** An option that names what a command makes. */
export class OutputOption extends Option {
  readonly output: OutputPath;

  constructor(flags: string, description: string, output: Partial<OutputPath> = {}) {
    super(flags, description);
    this.output = { kind: "file", isRefusedWhenThere: false, ...output };
  }
}
