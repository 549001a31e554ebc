import { readClass } from './classes.ts'
import { readEscape, readName } from './escapes.ts'
import * as mistakes from './mistakes.ts'
import { add, eat, end, fail, match, type Source, since } from './source.ts'
import type * as AST from './tree.ts'

export { isPropertyOfEngine } from './escapes.ts'
export { PatternError } from './source.ts'
export type * from './tree.ts'

/**
 * Reads a pattern of ECMAScript 2025, with the `u` flag or without: then with all that Annex B allows.
 *
 * @throws PatternError when it is none
 */
export function parsePattern(text: string, unicode: boolean): AST.Pattern {
  const source = newSource(text, unicode, unicode)
  const tree = parse(source)
  return unicode || source.names.length === 0 ? tree : parse(newSource(text, unicode, true))
}

function newSource(text: string, unicode: boolean, named: boolean): Source {
  return { text, at: 0, unicode, named, groups: undefined, names: [], depth: 0, nodes: [] }
}

function parse(source: Source): AST.Pattern {
  const { text, names, nodes } = source
  const tree: AST.Pattern = { type: 'Pattern', ...since(source, 0), parent: null, alternatives: [], nodes }
  readAlternatives(source, tree)
  const next = text[source.at]
  if (next === ')') fail(source, mistakes.unopenedGroup)
  if (next === '\\') fail(source, mistakes.lastBackslash)
  if (next !== undefined) fail(source, mistakes.loneBracket)
  for (const node of nodes) {
    if (node.type !== 'Backreference' || typeof node.ref === 'number') continue
    if (!names.includes(node.ref)) fail(source, mistakes.unknownReference)
  }
  end(source, tree)
  return tree
}

function readAlternatives(source: Source, parent: AST.Choice): undefined {
  const { names } = source
  const before = names.length
  const elsewhere: string[] = []
  do {
    // Groups in different alternatives may share a name.
    elsewhere.push(...names.splice(before))
    const alternative: AST.Alternative = {
      type: 'Alternative',
      ...since(source, source.at),
      parent,
      elements: [],
    }
    parent.alternatives.push(alternative)
    while (source.at < source.text.length && readTerm(source, alternative));
    end(source, alternative)
  } while (eat(source, '|'))
  names.push(...elsewhere)
  if (match(source, quantifier)) {
    eat(source, '?')
    fail(source, mistakes.nothingToRepeat)
  }
  if (eat(source, '{')) fail(source, mistakes.loneBracket)
}

const edges = /[$^]|\\[bB]/y
const looks = /\(\?(<?)([=!])/y
const count = /\{\d+(?:,\d*)?\}/y

/** Reads one element with its quantifier. Gives false where there is none. */
function readTerm(source: Source, parent: AST.Alternative): boolean {
  const { text, at: start, unicode } = source
  const edge = match(source, edges)?.[0]
  if (edge) {
    const kind = edge === '^' ? 'start' : edge === '$' ? 'end' : 'word'
    add(source, parent, { type: 'Assertion', ...since(source, start), parent, kind, negate: edge === '\\B' })
    return true
  }
  const look = match(source, looks)
  if (look) {
    const kind = look[1] ? 'lookbehind' : 'lookahead'
    readGroup(source, parent, {
      type: 'Assertion',
      ...since(source, start),
      parent,
      kind,
      negate: look[2] === '!',
      alternatives: [],
    })
    if (!unicode && kind === 'lookahead') readQuantifier(source, parent)
    return true
  }
  const c = text[start]!
  if (c === '(') openGroup(source, parent)
  else if (c === '[') readClass(source, parent)
  else if (c === '\\') {
    if (!readEscape(source, parent)) return false
  } else {
    if (c === '{' && !unicode && match(source, count)) fail(source, mistakes.nothingToRepeat)
    if ((unicode ? '*+?)|{}]' : '*+?)|').includes(c)) return false
    const value = unicode ? text.codePointAt(start)! : text.charCodeAt(start)
    source.at += value > 0xffff ? 2 : 1
    const place = since(source, start)
    if (c === '.') {
      add(source, parent, {
        type: 'CharacterSet',
        ...place,
        parent,
        kind: 'any',
        negate: false,
        name: undefined,
      })
    } else add(source, parent, { type: 'Character', ...place, parent, value })
  }
  readQuantifier(source, parent)
  return true
}

export function isLookAround(node: AST.Node): node is AST.LookAround {
  return node.type === 'Assertion' && (node.kind === 'lookahead' || node.kind === 'lookbehind')
}

/* ------------------------------------------------------------------ quantifiers */

const quantifier = /([*+?])|\{(\d+)(?:(,)(\d*))?\}/y
const partOfCount = /\{(?:\d+(?:,\d*)?)?/y

function readQuantifier(source: Source, parent: AST.Alternative): undefined {
  const found = match(source, quantifier)
  if (!found) {
    if (source.unicode && match(source, partOfCount)) fail(source, mistakes.incompleteQuantifier)
    return undefined
  }
  const [, sign, least, comma, most] = found
  const min = sign ? Number(sign === '+') : Number(least)
  const upTo = comma ? most : least
  const max = sign === '?' ? 1 : upTo ? Number(upTo) : Number.POSITIVE_INFINITY
  if (max < min) fail(source, mistakes.reversedBounds)
  eat(source, '?')
  const element = parent.elements.pop() as AST.QuantifiableElement
  const place = since(source, element.start)
  element.parent = add(source, parent, { type: 'Quantifier', ...place, parent, min, max, element })
}

/* ------------------------------------------------------------------ groups */

/** The stack holds more, of whoever goes through the tree, too. */
const deepest = 500

function openGroup(source: Source, parent: AST.Alternative): undefined {
  const start = source.at
  eat(source, '(')
  const alternatives: AST.Alternative[] = []
  let name: string | undefined
  if (eat(source, '?')) {
    name = readName(source)
    if (name === undefined) {
      const modifiers = readModifiers(source)
      if (!eat(source, ':')) fail(source, mistakes.badGroup, start)
      const place = since(source, start)
      return readGroup(source, parent, { type: 'Group', ...place, parent, modifiers, alternatives })
    }
    if (source.names.includes(name)) fail(source, mistakes.repeatedName)
    source.names.push(name)
  }
  readGroup(source, parent, { type: 'CapturingGroup', ...since(source, start), parent, name, alternatives })
}

/** Reads what stands in a group, and its end. */
function readGroup(
  source: Source,
  parent: AST.Alternative,
  group: AST.Group | AST.CapturingGroup | AST.LookAround,
): undefined {
  if (++source.depth > deepest) fail(source, mistakes.tooDeep)
  add(source, parent, group)
  readAlternatives(source, group)
  if (!eat(source, ')')) fail(source, mistakes.unclosedGroup)
  source.depth--
  end(source, group)
}

const flags = /[ims]*/y

/** Reads the flags that a group switches on and off; gives false when there are none. */
function readModifiers(source: Source): boolean {
  const on = readFlags(source)
  if (!eat(source, '-')) return on !== ''
  const off = readFlags(source)
  if (off + on === '' && source.text[source.at] === ':') fail(source, mistakes.refused('Invalid empty flags'))
  const twice = [...'ims'].find(flag => on.includes(flag) && off.includes(flag))
  if (twice) fail(source, mistakes.refused(`Duplicated flag '${twice}'`))
  return true
}

function readFlags(source: Source): string {
  const start = source.at
  const found = match(source, flags)![0]
  const twice = [...found].find((flag, i) => found.indexOf(flag) < i)
  if (twice) fail(source, mistakes.refused(`Duplicated flag '${twice}'`), start)
  return found
}
