import type { Reading } from './ecmascript.ts'
import { isLookAround } from './syntax/index.ts'
import type * as AST from './syntax/tree.ts'

/** A part of a pattern that Rust reads otherwise than ECMAScript, or not at all. */
export interface Difference {
  start: number
  end: number
  /** The part as a message shows it. */
  text: string
  /** What it is to either: the ends of sentences. Undefined when Rust only refuses it. */
  meaning: Meaning | undefined
  /** A spelling that means the same to both; undefined when there is none. */
  instead: string | undefined
}

export interface Meaning {
  rust: string
  ecmaScript: string
  /** The way out where no spelling means the same: what was probably meant. */
  advice?: string
}

type Note = (
  start: number,
  end: number,
  difference: { meaning?: Meaning; instead?: string; text?: string },
) => undefined

/** Finds every difference, in the order of the text. */
export function differences({ tree, text, unicode }: Reading): Difference[] {
  const found = new Map<number, Difference>()
  if (!tree) return []
  const note: Note = (start, end, { meaning, instead, text: shown = text.slice(start, end) }) => {
    if (!found.has(start)) found.set(start, { start, end, text: shown, meaning, instead })
    return undefined
  }
  for (const node of tree.nodes) {
    if (node.type === 'CharacterClass') {
      emptyClass(node, note)
      for (const atom of atomsOf(node)) {
        nestedClass(atom, text, note)
        setOperator(atom, text, note)
      }
      dashBesideSet(node, note)
    } else if (node.type === 'Character') {
      const inClass = node.parent.type === 'CharacterClass' || node.parent.type === 'CharacterClassRange'
      if (node.raw === '{' && !inClass) note(node.start, node.end, { instead: '\\{' })
      if (node.raw.length < 2 || node.raw.startsWith('\\c')) continue
      if (/^\\u[dD]/.test(node.raw)) surrogate(node, unicode, note)
      else characterEscape(node, inClass, note)
    }
  }
  const references = tree.nodes.filter(node => node.type === 'Backreference')
  groupNames(
    tree.nodes.filter(node => node.type === 'CapturingGroup'),
    references,
    text,
    note,
  )
  if (references.length > 0 || tree.nodes.some(isLookAround)) {
    for (const node of tree.nodes) {
      if (node.type === 'Character' && node.raw.startsWith('\\c')) {
        note(node.start, node.end, { instead: hex(node.value) })
      }
    }
  }
  return [...found.values()].sort((a, b) => a.start - b.start)
}

/** The pattern with every difference spelled so that both agree; undefined when one has no such spelling. */
export function rewrite(text: string, found: readonly Difference[]): string | undefined {
  let result = ''
  let at = 0
  for (const { start, end, instead } of found) {
    if (instead === undefined) return undefined
    result += text.slice(at, start) + instead
    at = end
  }
  return result + text.slice(at)
}

function hex(code: number): string {
  return `\\x${code.toString(16).padStart(2, '0')}`
}

/* ------------------------------------------------------------------ classes */

interface Atom {
  node: AST.Character
  /** Not the end of a range. */
  alone: boolean
}

function* atomsOf({ elements }: AST.CharacterClass): Generator<Atom> {
  for (const element of elements) {
    if (element.type === 'Character') yield { node: element, alone: true }
    if (element.type !== 'CharacterClassRange') continue
    yield { node: element.min, alone: false }
    yield { node: element.max, alone: false }
  }
}

/** `[]` and `[^]`: in Rust the bracket behind them is a character of the class. */
function emptyClass({ start, end, negate, elements }: AST.CharacterClass, note: Note): undefined {
  if (elements.length > 0) return undefined
  const meaning = {
    rust: 'begins a class that holds `]`',
    ecmaScript: negate ? 'is any character' : 'is no character',
  }
  note(start, end, negate ? { meaning, instead: '[\\s\\S]' } : { meaning })
}

const posixClass = /\[:\^?[a-z]+:\]/y

/** `[` in a class opens another one in Rust. */
function nestedClass({ node }: Atom, text: string, note: Note): undefined {
  if (node.raw !== '[') return undefined
  posixClass.lastIndex = node.start
  const posix = posixClass.exec(text)
  const ecmaScript = 'is a row of characters'
  const advice = 'list the characters, such as `a-zA-Z`'
  if (posix)
    note(node.start, node.end, { meaning: { rust: 'is a POSIX class', ecmaScript, advice }, text: posix[0] })
  else {
    const meaning = { rust: 'opens a class inside the class', ecmaScript: 'is a character' }
    note(node.start, node.end, { meaning, instead: '\\[' })
  }
}

const operators: Record<string, string> = {
  '&': 'is the intersection of two sets',
  '-': 'is the difference of two sets',
  '~': 'is what only one of two sets holds',
}

/** `&&`, `--` and `~~` combine sets in Rust, wherever in a class they stand. */
function setOperator({ node, alone }: Atom, text: string, note: Note): undefined {
  const { raw, start, end } = node
  const rust = operators[raw]
  if (!rust) return undefined
  const meaning = { rust, ecmaScript: raw === '-' ? 'holds the end of a range' : 'is one character' }
  const twice = raw + raw
  const again = text[start - 1] === raw && !isEscaped(text, start - 1)
  if (raw === '-') {
    if (again || text[end] === '-') note(start, end, { meaning, instead: '\\-', text: twice })
  } else if (again) {
    // A set that holds a character twice is the same set.
    note(start, end, { meaning, instead: alone ? '' : hex(raw.charCodeAt(0)), text: twice })
  }
}

function isEscaped(text: string, at: number): boolean {
  let start = at
  while (text[start - 1] === '\\') start--
  return (at - start) % 2 === 1
}

/** `[\w-.]`: Rust takes the dash for a range, which no class may end. */
function dashBesideSet({ elements }: AST.CharacterClass, note: Note): undefined {
  for (let i = 1; i < elements.length - 1; i++) {
    const { type, raw, start, end } = elements[i]!
    if (type !== 'Character' || raw !== '-') continue
    const before = elements[i - 1]!.type
    const after = elements[i + 1]!.type
    if (before === 'CharacterSet' || (before === 'Character' && after === 'CharacterSet')) {
      note(start, end, { instead: '\\-' })
    }
  }
}

/* ------------------------------------------------------------------ escapes */

const control = /^\\[fnrtv]/
const sound = /^\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|u\{)/
const letters: Record<string, { rust: string; advice?: string }> = {
  A: { rust: 'is the start of the text', advice: 'write `^`' },
  z: { rust: 'is the end of the text', advice: 'write `$`' },
  Z: { rust: 'is the end of the text', advice: 'write `$`' },
  a: { rust: 'is the bell character', advice: 'write `\\x07`' },
  h: { rust: 'is a hexadecimal digit', advice: 'write `[0-9a-fA-F]`' },
}

function characterEscape({ raw, value, start, end }: AST.Character, inClass: boolean, note: Note): undefined {
  const c = raw[1]!
  if (raw[0] !== '\\' || control.test(raw) || sound.test(raw)) return undefined
  if (/[0-9]/.test(c)) return note(start, end, { instead: /[89]/.test(c) ? c : hex(value) })
  if (c === 'b') return note(start, end, { instead: '\\x08' })
  if (/[a-zA-Z]/.test(c)) {
    const own = letters[c] ?? { rust: 'is an escape of its own' }
    return note(start, end, { meaning: { ...own, ecmaScript: `is the letter \`${c}\`` } })
  }
  if (c === '<' || c === '>') {
    const meaning = { rust: `is the ${c === '<' ? 'start' : 'end'} of a word`, ecmaScript: `is \`${c}\`` }
    return note(start, end, inClass ? { instead: c } : { meaning, instead: c })
  }
  if (c > '\x7f') note(start, end, { instead: raw.slice(1) })
}

/** `\ud83d\ude00`, which Rust does not put together. */
function surrogate(node: AST.Character, unicode: boolean, note: Note): undefined {
  const { start, end, value } = node
  if (unicode && value > 0xffff) return note(start, end, { instead: `\\u{${value.toString(16)}}` })
  if (value < 0xd800 || value > 0xdfff) return undefined
  const { parent } = node
  const elements: readonly AST.Node[] = parent.type === 'Alternative' ? parent.elements : []
  const other = (at: number, low: boolean) => {
    const next = elements[at]
    return next?.type === 'Character' && next.value >> 10 === (low ? 0x37 : 0x36) ? next : undefined
  }
  const place = elements.indexOf(node)
  if (value >> 10 === 0x37 && other(place - 1, false)) return undefined
  const low = other(place + 1, true)
  if (value >> 10 === 0x36 && low) note(start, low.end, { instead: String.fromCharCode(value, low.value) })
  else note(start, end, {})
}

/* ------------------------------------------------------------------ groups */

const rustName = /^[\p{Alphabetic}_][\p{Alphabetic}\p{N}_.[\]]*$/u

/** References by name, and names that Rust does not take: groups have numbers too. */
function groupNames(
  groups: readonly AST.CapturingGroup[],
  references: readonly AST.Backreference[],
  text: string,
  note: Note,
): undefined {
  const named = groups.filter(group => group.name !== undefined)
  const names = named.map(group => text.slice(group.start + 3, text.indexOf('>', group.start)))
  const byName = references.filter(reference => typeof reference.ref === 'string')
  const sound = new Set(names).size === names.length && names.every(name => rustName.test(name))
  if (sound && byName.length === 0) return undefined
  for (const { start } of named) note(start, text.indexOf('>', start) + 1, { instead: '(' })
  for (const { start, end, ref } of byName) {
    const [group, another] = named.filter(({ name }) => name === ref)
    if (another) note(start, end, {})
    else {
      const number = `\\${groups.indexOf(group!) + 1}`
      note(start, end, { instead: /\d/.test(text[end] ?? '') ? `(?:${number})` : number })
    }
  }
}
