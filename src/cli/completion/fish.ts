import { verbs } from '../options/index.ts'
import { argumentsOf, flagsOf, type Value } from './words.ts'

export function fish(): string {
  const lines = [
    '# Completion of strictcall for fish: strictcall completion fish > ~/.config/fish/completions/strictcall.fish',
  ]
  for (const [i, [name, verb]] of Object.entries(verbs).entries()) {
    lines.push(`complete -c strictcall -n __fish_use_subcommand -a ${name} -d ${quoted(verb.describe)}`)
    const others = Object.keys(verbs).filter(other => other !== name)
    // The first verb is meant when none is given.
    const when =
      i === 0 ? `not __fish_seen_subcommand_from ${others.join(' ')}` : `__fish_seen_subcommand_from ${name}`
    const complete = `complete -c strictcall -n ${quoted(when)}`
    for (const { name: flag, describe, value } of flagsOf(verb)) {
      lines.push(
        `${complete} -l ${flag.slice(2)} -d ${quoted(describe)}${value === undefined ? '' : action(value)}`,
      )
    }
    const rest = argumentsOf(name)
    if (rest !== 'file')
      lines.push(`${complete} -f${rest === 'none' ? '' : ` -a ${quoted(rest.words.join(' '))}`}`)
  }
  return `${lines.join('\n')}\n`
}

function action(value: Value): string {
  if (value === 'file') return ' -r -F'
  return value === 'none' ? ' -x' : ` -x -a ${quoted(value.words.join(' '))}`
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`
}
