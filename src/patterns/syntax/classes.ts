import { readEscape } from './escapes.ts'
import * as mistakes from './mistakes.ts'
import { add, eat, end, fail, type Source, since } from './source.ts'
import type * as AST from './tree.ts'

export function readClass(source: Source, parent: AST.Alternative): undefined {
  const start = source.at
  eat(source, '[')
  const negate = eat(source, '^')
  const place = since(source, start)
  const node = add(source, parent, { type: 'CharacterClass', ...place, parent, negate, elements: [] })
  for (let min = readAtom(source, node); min; min = readAtom(source, node)) {
    if (source.text[source.at] !== '-') continue
    readAtom(source, node)
    const max = readAtom(source, node)
    if (max) makeRange(source, node, min, max)
  }
  if (!eat(source, ']')) {
    const isOpen = source.at === source.text.length
    fail(source, isOpen ? mistakes.unclosedClass : mistakes.refused('Invalid character in character class'))
  }
  end(source, node)
}

/** Puts a range in the place of its ends and the dash between them, unless one end is a set: that is none. */
function makeRange(
  source: Source,
  parent: AST.CharacterClass,
  min: AST.ClassElement,
  max: AST.ClassElement,
): undefined {
  if (min.type !== 'Character' || max.type !== 'Character') {
    if (source.unicode) fail(source, mistakes.rangeOfClass)
    return undefined
  }
  if (min.value > max.value) fail(source, mistakes.reversedRange)
  parent.elements.splice(-3)
  const place = since(source, min.start)
  min.parent = max.parent = add(source, parent, { type: 'CharacterClassRange', ...place, parent, min, max })
  // The dash is no character.
  source.nodes.splice(-3, 1)
}

/** Reads one character or set; undefined where there is none. */
function readAtom(source: Source, parent: AST.CharacterClass): AST.ClassElement | undefined {
  const { text, at: start, unicode } = source
  const c = text[start]
  if (c === undefined || c === ']') return undefined
  if (c === '\\') return readEscape(source, parent) ? parent.elements.at(-1) : undefined
  const value = unicode ? text.codePointAt(start)! : text.charCodeAt(start)
  source.at += value > 0xffff ? 2 : 1
  return add(source, parent, { type: 'Character', ...since(source, start), parent, value })
}
