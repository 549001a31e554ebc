import * as mistakes from './mistakes.ts'
import { add, eat, fail, match, type Source, since } from './source.ts'
import type * as AST from './tree.ts'

type Parent = AST.Alternative | AST.CharacterClass

/** Reads an escape. Gives false where there is none, which only patterns without the `u` flag may have. */
export function readEscape(source: Source, parent: Parent): boolean {
  const { at: start, unicode } = source
  eat(source, '\\')
  if (parent.type === 'Alternative' && readReference(source, parent, start)) return true
  if (readSet(source, parent, start)) return true
  let value = readCharacter(source, parent.type === 'CharacterClass')
  if (value === undefined) {
    if (unicode) fail(source, mistakes.badEscape)
    // `\c` that is no control character is a backslash and a letter.
    if (source.text[source.at] !== 'c') {
      source.at = start
      return false
    }
    value = 0x5c
  }
  add(source, parent, { type: 'Character', ...since(source, start), parent, value })
  return true
}

/* ------------------------------------------------------------------ references */

const number = /[1-9]\d*/y
/** Brackets that open a capturing group, and before them all that may hold others. */
const brackets = /\\.|\[(?:\\.|[^\]\\])*|\((?!\?(?!<(?![=!])))/gs

function readReference(source: Source, parent: AST.Alternative, start: number): boolean {
  const digits = match(source, number)?.[0]
  let ref: number | string | undefined
  if (digits) {
    ref = Number(digits)
    source.groups ??= source.text.match(brackets)!.filter(token => token === '(').length
    if (ref > source.groups) {
      if (source.unicode) fail(source, mistakes.badEscape)
      source.at = start + 1
      return false
    }
  } else {
    if (!source.named || !eat(source, 'k')) return false
    ref = readName(source) ?? fail(source, mistakes.namelessReference)
  }
  add(source, parent, { type: 'Backreference', ...since(source, start), parent, ref })
  return true
}

const nameStart = /[$_\p{ID_Start}]/u
const namePart = /[$\p{Join_Control}\p{ID_Continue}]/u

/** Reads the name of a group in its brackets; undefined where there are none. */
export function readName(source: Source): string | undefined {
  if (!eat(source, '<')) return undefined
  let name = ''
  for (;;) {
    const { at, text } = source
    const point = eat(source, '\\') ? readCodePoint(source, true) : text.codePointAt(at)
    const c = point === undefined ? '' : String.fromCodePoint(point)
    if (!(name ? namePart : nameStart).test(c)) {
      source.at = at
      break
    }
    name += c
    if (source.at === at) source.at += c.length
  }
  if (!name || !eat(source, '>')) fail(source, mistakes.badName)
  return name
}

/* ------------------------------------------------------------------ sets */

const setLetter = /[dpsw]/iy
const kinds: Record<string, AST.CharacterSet['kind']> = { d: 'digit', p: 'property', s: 'space', w: 'word' }
const property = /(?:\{((?:[a-zA-Z_]+=)?(\w+))?)?/y

function readSet(source: Source, parent: Parent, start: number): boolean {
  const letter = match(source, setLetter)?.[0] ?? ''
  const kind = kinds[letter.toLowerCase()]
  if (!kind || (kind === 'property' && !source.unicode)) {
    source.at = start + 1
    return false
  }
  const name = kind === 'property' ? readProperty(source) : undefined
  const negate = letter < 'a'
  add(source, parent, { type: 'CharacterSet', ...since(source, start), parent, kind, negate, name })
  return true
}

/** Reads `{Script=Greek}`, and gives `Greek`. */
function readProperty(source: Source): string {
  const [, whole, name] = match(source, property)!
  if (!whole || !isPropertyOfEngine(whole) || !eat(source, '}')) fail(source, mistakes.unknownProperty)
  return name!
}

/** Whether `\p{…}` is a property to the engine that this program runs in. */
export function isPropertyOfEngine(name: string): boolean {
  try {
    return Boolean(new RegExp(`\\p{${name}}`, 'u'))
  } catch {
    return false
  }
}

/* ------------------------------------------------------------------ characters */

const control = /[fnrtv]|c[a-zA-Z]|0(?!\d)/y
const controlInClass = /c[\d_]/y
const octal = /[0-3][0-7]{0,2}|[4-7][0-7]?/y
const twoDigits = /x([\da-fA-F]{2})/y
const fourDigits = /u([\da-fA-F]{4})/y
const pair = /u([dD][89abAB][\da-fA-F]{2})\\u([dD][c-fC-F][\da-fA-F]{2})/y
const anyDigits = /u\{([\da-fA-F]+)\}/y
const syntaxCharacter = /[$()*+./?[\\\]^{|}]/y

/** Reads the character that an escape stands for; undefined, and nothing is read, where it stands for none. */
function readCharacter(source: Source, inClass: boolean): number | undefined {
  const { text, at, unicode, named } = source
  if (inClass) {
    if (eat(source, 'b')) return 8
    if (unicode && eat(source, '-')) return 0x2d
    if (!unicode && match(source, controlInClass)) return text.charCodeAt(at + 1) % 32
  }
  const known = match(source, control)?.[0]
  if (known) return known[1] ? known.charCodeAt(1) % 32 : known === '0' ? 0 : 9 + 'tnvfr'.indexOf(known)
  const code = match(source, twoDigits)
  if (code) return Number.parseInt(code[1]!, 16)
  if (unicode && text[at] === 'x') fail(source, mistakes.badEscape, at + 1)
  const point = readCodePoint(source, unicode)
  if (point !== undefined) return point
  if (unicode) return match(source, syntaxCharacter)?.[0].charCodeAt(0)
  const legacy = match(source, octal)
  if (legacy) return Number.parseInt(legacy[0], 8)
  const c = text[at]
  if (c === undefined || c === 'c' || (named && c === 'k')) return undefined
  source.at++
  return c.charCodeAt(0)
}

/** Reads what follows the backslash of `\u0041` and, where it is a whole `point`, of `\u{1F600}` and `\ud83d\ude00`. */
function readCodePoint(source: Source, whole: boolean): number | undefined {
  const { text, at } = source
  const halves = whole && match(source, pair)
  if (halves) {
    const [, high, low] = halves
    return String.fromCharCode(Number.parseInt(high!, 16), Number.parseInt(low!, 16)).codePointAt(0)
  }
  const unit = match(source, fourDigits)
  if (unit) return Number.parseInt(unit[1]!, 16)
  if (!whole || text[at] !== 'u') return undefined
  const point = Number.parseInt(match(source, anyDigits)?.[1] ?? '', 16)
  if (!(point <= 0x10ffff)) fail(source, mistakes.badEscape, at + 1)
  return point
}
