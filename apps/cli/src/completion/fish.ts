import type { CompletedCommand, CompletedOption, CompletedValue } from "./completedCommands.js";

/** The completion for fish: a file `unitscope.fish` in its folder of completions. */
export function fishCompletion(commands: readonly CompletedCommand[]): string {
  const lines = commands.flatMap(({ name, description, options, words, takesFiles }) => {
    const within = `complete -c unitscope -n ${quote(`__fish_seen_subcommand_from ${name}`)}`;
    return [
      `complete -c unitscope -n __fish_use_subcommand -a ${name} -d ${quote(description)}`,
      ...(words.length > 0 ? [`${within} -a ${quote(words.join(" "))}`] : []),
      ...(takesFiles ? [`${within} -F`] : []),
      ...options.map((option) => `${within} ${optionPart(option)}`),
    ];
  });
  return `# fish completion of unitscope: put it where fish looks, for example by
#   unitscope completion fish > ~/.config/fish/completions/unitscope.fish
complete -c unitscope -f
${lines.join("\n")}
`;
}

function optionPart({ flag, description, value }: CompletedOption): string {
  return `-l ${flag.replace(/^--/, "")}${valuePart(value)} -d ${quote(description)}`;
}

function valuePart(value: CompletedValue): string {
  if (value === "none") return "";
  if (value === "file") return " -r -F";
  if (value === "folder") return ' -x -a "(__fish_complete_directories)"';
  return typeof value === "string" ? " -x" : ` -x -a ${quote(value.join(" "))}`;
}

function quote(text: string): string {
  return `'${text.replace(/['\\]/g, "\\$&")}'`;
}
