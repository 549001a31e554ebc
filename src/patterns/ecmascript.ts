import type { Fault } from './fault.ts'
import { type Pattern, PatternError, parsePattern } from './syntax/index.ts'

/** A pattern as ECMAScript reads it. */
export interface Reading {
  text: string
  /** Undefined when it does not compile, or is too long for a look at every part. */
  tree: Pattern | undefined
  /** Whether it compiles with the `u` flag, as JSON Schema wants it; many patterns compile only without. */
  unicode: boolean
  fault: Fault | undefined
}

const longest = 20_000
const deepest = 250

/** Reads a pattern with the `u` flag, and without it where that fails. */
export function readEcmaScript(text: string): Reading {
  if (text.length > longest) return { text, tree: undefined, unicode: true, fault: compileFault(text) }
  const tooDeep = depthFault(text)
  if (tooDeep) return { text, tree: undefined, unicode: true, fault: tooDeep }
  const withFlag = parse(text, true)
  if (!withFlag.fault || needsFlag.test(text)) return withFlag
  return parse(text, false)
}

/** Escapes that stand for mere letters without the `u` flag: nobody means that. */
const needsFlag = /(?<!\\)(?:\\\\)*\\(?:[pP](?:\{|[A-Z])|[xu]\{)/

function parse(text: string, unicode: boolean): Reading {
  try {
    return { text, tree: parsePattern(text, unicode), unicode, fault: undefined }
  } catch (error) {
    if (!(error instanceof PatternError)) throw error
    return { text, tree: undefined, unicode, fault: error.mistake(text, error.index) }
  }
}

function compileFault(text: string): Fault | undefined {
  for (const flags of ['u', '']) {
    try {
      RegExp(text, flags)
      return undefined
    } catch {}
  }
  return {
    index: 0,
    text: text.slice(0, 40),
    reason: 'begins no expression that an engine takes',
    wayOut: 'write a shorter one',
  }
}

/** Counts brackets without a parser, whose stack ends where a hostile pattern wants it to. */
function depthFault(text: string): Fault | undefined {
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const c = text[i]
    if (c === '\\') i++
    else if (c === ')') depth--
    else if (c === '(' && ++depth > deepest) {
      return {
        index: i,
        text: '(',
        reason: `opens a group inside ${deepest} others`,
        wayOut: 'nest less deeply',
      }
    }
  }
  return undefined
}
