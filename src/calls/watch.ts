import { child, get, type Pointer } from '../pointer.ts'
import type { JsonObject } from '../types.ts'
import { isObject } from '../walk.ts'
import * as lexical from './lexical.ts'

/** What is certain about argument text before it is complete. */
export type Hopeless =
  /** It is no JSON, whatever follows. */
  | { kind: 'broken' }
  /** An object holds a key that its schema does not know. */
  | { kind: 'unknown key'; key: string; pointer: Pointer; schema: JsonObject; keys: ReadonlySet<string> }

interface Frame {
  kind: '{' | '['
  /** What the object or array must follow, where that is certain. */
  schema: JsonObject | undefined
  /** The key or index of the member being read. */
  token: string | number
  keys: Set<string>
}

type Expected = 'value' | 'element' | 'key' | 'member' | 'colon' | 'next' | 'end'

/** Reads argument text piece by piece, and says so as soon as nothing that follows can make it valid. */
export function createWatch(root: unknown): (text: string) => Hopeless | undefined {
  const stack: Frame[] = []
  let expected: Expected = 'value'
  /** The token that is being read, when a piece ended within it. */
  let token: { kind: 'string' | 'key' | 'word'; text: string; escaped: boolean } | undefined
  let found: Hopeless | undefined

  return text => {
    for (let at = 0; at < text.length && !found; at++) {
      const code = text.charCodeAt(at)
      if (token && (token.kind === 'word' ? inWord(text[at]!) : inString(code, text[at]!))) continue
      if (!found && !lexical.isBlank(code)) begin(text[at]!)
    }
    return found
  }

  function broken(): void {
    found = { kind: 'broken' }
  }

  /** Takes a character of a string; the closing quote ends it. */
  function inString(code: number, character: string): boolean {
    const { kind, escaped } = token!
    if (kind === 'key') token!.text += character
    if (code < 32) broken()
    else if (escaped) token!.escaped = false
    else if (code === 92) token!.escaped = true
    else if (code === 34) endString()
    return true
  }

  function endString(): void {
    const { kind, text } = token!
    token = undefined
    if (kind === 'string') finish()
    else name(lexical.decodeKey(text.slice(0, -1)))
  }

  /** Takes a character of a literal or number; says no to what comes behind it. */
  function inWord(character: string): boolean {
    if (!' \t\r\n,:{}[]"'.includes(character)) {
      token!.text += character
      if (token!.text.length < 100 && !lexical.isPartial(token!.text)) broken()
      return true
    }
    const { text } = token!
    token = undefined
    if (lexical.literals.has(text) || lexical.number.test(text)) finish()
    else broken()
    return false
  }

  function begin(character: string): void {
    switch (expected) {
      case 'value':
      case 'element':
        if (character === ']' && expected === 'element') close()
        else beginValue(character)
        return
      case 'key':
      case 'member':
        if (character === '}' && expected === 'member') close()
        else if (character === '"') token = { kind: 'key', text: '', escaped: false }
        else broken()
        return
      case 'colon':
        expected = 'value'
        if (character === ':') judgeKey()
        else broken()
        return
      case 'next':
        next(character)
        return
      case 'end':
        broken()
    }
  }

  function beginValue(character: string): void {
    if (character === '{' || character === '[') open(character)
    else if (character === '"') token = { kind: 'string', text: '', escaped: false }
    else if (lexical.isPartial(character)) token = { kind: 'word', text: character, escaped: false }
    else broken()
  }

  function open(kind: '{' | '['): void {
    stack.push({ kind, schema: schemaHere(), token: kind === '[' ? 0 : '', keys: new Set() })
    expected = kind === '{' ? 'member' : 'element'
  }

  function close(): void {
    stack.pop()
    finish()
  }

  function finish(): void {
    expected = stack.length === 0 ? 'end' : 'next'
  }

  function next(character: string): void {
    const frame = stack.at(-1)!
    if (character === ',') {
      expected = frame.kind === '{' ? 'key' : 'value'
      if (typeof frame.token === 'number') frame.token++
    } else if (character === (frame.kind === '{' ? '}' : ']')) close()
    else broken()
  }

  function name(key: string): void {
    const frame = stack.at(-1)!
    frame.token = key
    frame.keys.add(key)
    expected = 'colon'
  }

  /** With the colon behind it, a key is surely one. */
  function judgeKey(): void {
    const { schema, keys, token } = stack.at(-1)!
    const key = String(token)
    if (!schema || isKnown(schema, key)) return
    const pointer = stack.slice(0, -1).reduce((parent, { token }) => child(parent, token), '')
    found = { kind: 'unknown key', key, pointer, schema, keys }
  }

  /** The schema that the value at this place must follow, if there is one that surely holds. */
  function schemaHere(): JsonObject | undefined {
    const frame = stack.at(-1)
    return resolved(frame ? memberSchema(frame) : root, root)
  }
}

function isKnown({ properties, patternProperties, additionalProperties }: JsonObject, key: string): boolean {
  if (additionalProperties !== false || patternProperties !== undefined) return true
  return isObject(properties) && Object.hasOwn(properties, key)
}

function memberSchema({ kind, schema, token }: Frame): unknown {
  if (!schema) return undefined
  if (kind === '[')
    return schema.prefixItems === undefined && !Array.isArray(schema.items) ? schema.items : undefined
  const { properties } = schema
  return isObject(properties) && Object.hasOwn(properties, token) ? properties[token] : undefined
}

const mostReferences = 16

function resolved(schema: unknown, root: unknown): JsonObject | undefined {
  let at = schema
  for (let i = 0; i < mostReferences && isObject(at) && typeof at.$ref === 'string'; i++) {
    at = at.$ref === '#' ? root : at.$ref.startsWith('#/') ? get(root, at.$ref.slice(1)) : undefined
  }
  return isObject(at) ? at : undefined
}
