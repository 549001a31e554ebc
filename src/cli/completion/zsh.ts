import { verbs } from '../options/index.ts'
import { argumentsOf, flagsOf, type Value } from './words.ts'

export function zsh(): string {
  const entries = Object.entries(verbs)
  const names = entries.map(([name]) => name)
  const cases = entries.map(([name, verb]) => {
    const flags = flagsOf(verb).map(({ name: flag, describe, value, repeatable }) =>
      quoted(
        `${repeatable ? '*' : ''}${flag}[${described(describe)}]${value === undefined ? '' : `:value:${action(value)}`}`,
      ),
    )
    const rest = argumentsOf(name)
    const positional = rest === 'none' ? [] : [quoted(`*:argument:${action(rest)}`)]
    return `    ${name}) _arguments ${[...flags, ...positional].join(' ')} ;;`
  })
  return `#compdef strictcall
# Completion of strictcall for zsh. In ~/.zshrc, after compinit: eval "$(strictcall completion zsh)"
_strictcall() {
  local verb=${names[0]}
  local -a verbs=(${entries.map(([name, { describe }]) => quoted(`${name}:${describe}`)).join(' ')})
  if ((CURRENT == 2)) && [[ $words[2] != -* ]]; then
    _describe command verbs
    _files
    return
  fi
  if (($#words > 1)) && [[ " ${names.join(' ')} " == *" $words[2] "* ]]; then
    verb=$words[2]
    shift words
    ((CURRENT--))
  fi
  case $verb in
${cases.join('\n')}
  esac
}
if [[ $funcstack[1] == _strictcall ]]; then _strictcall "$@"; else compdef _strictcall strictcall; fi
`
}

function action(value: Value): string {
  if (value === 'file') return '_files'
  return value === 'none' ? ' ' : `(${value.words.join(' ')})`
}

function described(text: string): string {
  return text.replace(/[\\[\]:]/g, '\\$&')
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
