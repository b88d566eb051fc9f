import type { CompletedCommand, CompletedValue } from "./completedCommands.js";

/** The completion for bash, 3.2 and later: to be sourced, or put into bash's folder of completions. */
export function bashCompletion(commands: readonly CompletedCommand[]): string {
  const values = commands.flatMap(({ name, options }) =>
    options
      .filter(({ value }) => value !== "none")
      .map(({ flag, value }) => `    "${name} ${flag}") ${bashReply(value)}return ;;`),
  );
  const flags = commands.map(
    ({ name, options }) => `      ${name}) ${words(options.map(({ flag }) => flag))} ;;`,
  );
  const operands = commands.map(({ name, words: own, takesFiles }) => {
    const both = own.length > 0 ? `${words(own)}; ` : "";
    return `    ${name}) ${both}${takesFiles ? `COMPREPLY+=($(compgen -f -- "$cur"))` : ":"} ;;`;
  });
  return `# bash completion of unitscope: source it, for example by
#   echo 'source <(unitscope completion bash)' >> ~/.bashrc
_unitscope() {
  local IFS=$'\\n'
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]}
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    ${words([...commands.map(({ name }) => name), "--help", "--version"])}
    return
  fi
  case "$command $prev" in
${values.join("\n")}
  esac
  if [ "\${cur:0:1}" = "-" ]; then
    case "$command" in
${flags.join("\n")}
    esac
    return
  fi
  case "$command" in
${operands.join("\n")}
  esac
}
complete -o filenames -F _unitscope unitscope
`;
}

function bashReply(value: CompletedValue): string {
  if (value === "file") return `COMPREPLY=($(compgen -f -- "$cur")); `;
  if (value === "folder") return `COMPREPLY=($(compgen -d -- "$cur")); `;
  return typeof value === "string" ? "" : `${words(value)}; `;
}

/** Words between line breaks, as IFS says. */
function words(all: readonly string[]): string {
  return `COMPREPLY=($(compgen -W $'${all.join("\\n")}' -- "$cur"))`;
}
