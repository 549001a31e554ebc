import { verbs } from '../options/index.ts'
import type { Verb } from '../options/option.ts'
import { argumentsOf, flagsOf, type Value } from './words.ts'

/** Bash completes the names of files by itself where the function gives no words. It runs in bash 3.2, as macOS has it. */
export function bash(): string {
  const names = Object.keys(verbs)
  return `# Completion of strictcall for bash. In ~/.bashrc: eval "$(strictcall completion bash)"
_strictcall() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]} verb=${names[0]} words
  case \${COMP_WORDS[1]} in ${names.join(' | ')}) verb=\${COMP_WORDS[1]} ;; esac
  case $verb in
${Object.entries(verbs)
  .map(([name, verb]) => verbCase(name, verb))
  .join('\n')}
  esac
  if ((COMP_CWORD == 1)) && [[ $word != -* ]]; then words='${names.join(' ')}'; fi
  # shellcheck disable=SC2207 # None of the words has blanks.
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _strictcall strictcall
`
}

function verbCase(name: string, verb: Verb): string {
  const flags = flagsOf(verb)
  const taking = flags.filter(({ value }) => value !== undefined)
  return [
    `    ${name})`,
    '      case $before in',
    ...taking.map(({ name: flag, value }) => `        ${flag}) words='${wordsOf(value!)}' ;;`),
    `        *) if [[ $word == -* ]]; then words='${flags.map(flag => flag.name).join(' ')}'; else words='${wordsOf(argumentsOf(name))}'; fi ;;`,
    '      esac',
    '      ;;',
  ].join('\n')
}

function wordsOf(value: Value): string {
  return typeof value === 'string' ? '' : value.words.join(' ')
}
