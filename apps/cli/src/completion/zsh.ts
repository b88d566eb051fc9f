import type { CompletedCommand, CompletedOption, CompletedValue } from "./completedCommands.js";

/** The completion for zsh: a file `_unitscope` in a folder of fpath. */
export function zshCompletion(commands: readonly CompletedCommand[]): string {
  const cases = commands.map(({ name, options, words, takesFiles }) => {
    const specs = [
      ...options.map(optionSpec),
      ...(words.length > 0 ? [quote(`1:what:(${words.join(" ")})`)] : []),
      ...(takesFiles ? [quote("*:file:_files")] : []),
    ];
    return `    ${name})\n      _arguments \\\n        ${specs.join(" \\\n        ")}\n      ;;`;
  });
  const names = commands.map(({ name, description }) => quote(`${name}:${description}`));
  return `#compdef unitscope
# zsh completion of unitscope: put it into a folder of $fpath, for example by
#   unitscope completion zsh > ~/.zsh/completions/_unitscope
_unitscope() {
  local -a commands
  commands=(
    ${names.join("\n    ")}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join("\n")}
  esac
}
if [ "$funcstack[1]" = "_unitscope" ]; then _unitscope "$@"; else compdef _unitscope unitscope; fi
`;
}

function optionSpec({ flag, description, value }: CompletedOption): string {
  const text = description.replace(/[[\]:\\]/g, "\\$&");
  return quote(`${flag}[${text}]${valueSpec(value)}`);
}

function valueSpec(value: CompletedValue): string {
  if (value === "none") return "";
  if (value === "file") return ":file:_files";
  if (value === "folder") return ":folder:_files -/";
  return typeof value === "string" ? ":value: " : `:value:(${value.join(" ")})`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
