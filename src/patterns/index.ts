import { type Difference, differences, rewrite } from './differences.ts'
import { type Reading, readEcmaScript } from './ecmascript.ts'
import type { Fault } from './fault.ts'
import { isFast, isSimple } from './glance.ts'
import { rustFault } from './rust/index.ts'
import { sizeFault } from './rust/size.ts'
import { judgeSpeed, type Slowness } from './slow/index.ts'
import { isLookAround } from './syntax/index.ts'

export type { Difference } from './differences.ts'
export type { Fault } from './fault.ts'
export type { Slowness } from './slow/index.ts'

/** The engine that a pattern has to suit beside ECMAScript's, which JSON Schema wants. */
export type Dialect = 'rust' | 'ecmascript'

export interface Refusal {
  by: 'rust' | 'ecmascript'
  fault: Fault
  /** The same pattern as both engines take it; undefined when there is no such spelling. */
  instead(): string | undefined
}

/** Why a pattern does not compile; undefined when it does, in ECMAScript and in the dialect. */
export function refusalOf(pattern: string, dialect: Dialect): Refusal | undefined {
  if (isSimple(pattern)) return undefined
  const reading = read(pattern)
  const fault =
    dialect === 'rust' ? (rustFault(pattern) ?? (reading.tree && sizeFault(reading.tree))) : undefined
  if (fault) return { by: 'rust', fault, instead: () => portable(reading, differences(reading)) }
  return reading.fault && { by: 'ecmascript', fault: reading.fault, instead: () => undefined }
}

export interface Unenforceable {
  /** Parts that no grammar over tokens can follow. */
  looks: { kind: 'look-around' | 'backreference'; index: number; text: string }[]
  /** Parts that mean something else in Rust. */
  differences: Difference[]
  /** The pattern without such differences; undefined when there is no such spelling. */
  instead: string | undefined
}

/** What a pattern that compiles still cannot be held to; undefined when there is nothing. */
export function unenforceableParts(pattern: string, dialect: Dialect): Unenforceable | undefined {
  if (isSimple(pattern) || refusalOf(pattern, dialect)) return undefined
  const reading = read(pattern)
  const looks = looksIn(reading)
  const all = dialect === 'rust' ? differences(reading) : []
  const found = all.filter(difference => difference.meaning !== undefined)
  if (looks.length === 0 && found.length === 0) return undefined
  return { looks, differences: found, instead: found.length > 0 ? portable(reading, found) : undefined }
}

/** How slow a backtracking engine may become; undefined when the pattern is fast, or that cannot be told. */
export function slownessOf(pattern: string): Slowness | undefined {
  if (speeds.has(pattern)) return speeds.get(pattern)
  let slowness: Slowness | undefined
  if (!isFast(pattern)) {
    const { tree, unicode } = read(pattern)
    slowness = tree && judgeSpeed(tree, unicode)
  }
  if (speeds.size === mostSpeeds) speeds.clear()
  if (pattern.length <= longestKept) speeds.set(pattern, slowness)
  return slowness
}

/** A part of a pattern as a message shows it. */
export function quote(text: string): string {
  const shown = text.length > 40 ? `${text.slice(0, 39)}…` : text
  return shown.includes('`') ? `"${shown}"` : `\`${shown}\``
}

/* ------------------------------------------------------------------ readings */

const recent = new Map<string, Reading>()
const mostRecent = 16
const longestKept = 2000

/** Tools of one origin use the same few patterns, and how slow one is takes longest to tell. */
const speeds = new Map<string, Slowness | undefined>()
const mostSpeeds = 500

/** The rules ask about the same pattern one after another. */
function read(pattern: string): Reading {
  const known = recent.get(pattern)
  if (known) return known
  if (recent.size === mostRecent) recent.clear()
  const reading = readEcmaScript(pattern)
  if (pattern.length <= longestKept) recent.set(pattern, reading)
  return reading
}

/** The pattern with its differences spelled out, if both engines take that. */
function portable({ text }: Reading, found: readonly Difference[]): string | undefined {
  const rewritten = rewrite(text, found)
  if (rewritten === undefined || rewritten === text || rustFault(rewritten)) return undefined
  const { tree } = readEcmaScript(rewritten)
  return tree && !sizeFault(tree) ? rewritten : undefined
}

function looksIn({ tree }: Reading): Unenforceable['looks'] {
  const found = new Map<string, Unenforceable['looks'][number]>()
  for (const node of tree?.nodes ?? []) {
    const isReference = node.type === 'Backreference'
    if (!isReference && !isLookAround(node)) continue
    const kind = isReference ? 'backreference' : 'look-around'
    if (!found.has(kind)) found.set(kind, { kind, index: node.start, text: node.raw })
  }
  return [...found.values()]
}
