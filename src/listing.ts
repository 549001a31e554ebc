import { child, get, type Pointer } from './pointer.ts'
import type { Listing } from './report.ts'
import type { Diagnostic, ToolReport } from './types.ts'

/** What is deeper, longer or wider is cut short: a listing is for people. */
const MOST_LEVELS = 40
const MOST_LINES = 2000
const MOST_CHARACTERS = 400

/** What fits on a line is written on one. */
const LINE_WIDTH = 90

/** The listings of the tools of one document, with the lines that their own diagnostics are about. */
export function listingsOf(
  value: unknown,
  tools: readonly ToolReport[],
  diagnostics: readonly Diagnostic[],
  owners: ReadonlyMap<Diagnostic, ToolReport> | undefined,
): Map<ToolReport, Listing> {
  const own = new Map<ToolReport, Diagnostic[]>(tools.map(tool => [tool, []]))
  for (const diagnostic of diagnostics) {
    const owner = owners?.get(diagnostic)
    if (owner) own.get(owner)!.push(diagnostic)
  }
  const listings = new Map<ToolReport, Listing>()
  for (const [tool, about] of own) {
    listings.set(tool, listingOf(get(value, tool.pointer), tool.pointer, about))
  }
  return listings
}

/** Pretty-prints a tool, and finds the line that each of its diagnostics is about. */
export function listingOf(value: unknown, pointer: Pointer, diagnostics: readonly Diagnostic[]): Listing {
  const wanted = new Map(diagnostics.map(diagnostic => [diagnostic, waysTo(diagnostic.pointer, pointer)]))
  const starts = new Set([...wanted.values()].flat())
  const lines: string[] = []
  const lineOf = new Map<Pointer, number>()
  print(value, pointer, 0, '')
  const marks = new Map<Diagnostic, number>()
  for (const [diagnostic, ways] of wanted) {
    const way = ways.find(candidate => lineOf.has(candidate))
    marks.set(diagnostic, way === undefined ? 0 : lineOf.get(way)!)
  }
  return { lines, marks }

  function print(node: unknown, at: Pointer, level: number, before: string, after = ''): void {
    const indent = '  '.repeat(level)
    lineOf.set(at, lines.length)
    const short = isContainer(node)
      ? onOneLine(node, LINE_WIDTH - indent.length - before.length)
      : scalar(node)
    const isWanted = () => level > 0 && membersOf(node).some(([key]) => starts.has(child(at, key)))
    if (short !== undefined && !(isContainer(node) && isWanted())) {
      lines.push(`${indent}${before}${short}${after}`)
      return
    }
    const [open, close] = Array.isArray(node) ? ['[', ']'] : ['{', '}']
    if (level === MOST_LEVELS) {
      lines.push(`${indent}${before}${open} … ${close}${after}`)
      return
    }
    lines.push(`${indent}${before}${open}`)
    const members = membersOf(node)
    for (const [i, [key, member]] of members.entries()) {
      if (lines.length >= MOST_LINES) {
        lines.push(`${indent}  … ${members.length - i} more`)
        break
      }
      const name = Array.isArray(node) ? '' : `${quoted(String(key))}: `
      print(member, child(at, key), level + 1, name, i < members.length - 1 ? ',' : '')
    }
    lines.push(`${indent}${close}${after}`)
  }
}

/** The pointer, then those to what it is in, up to the tool. Nothing is looked for below what is printed. */
function waysTo(pointer: Pointer, tool: Pointer): Pointer[] {
  const ways: Pointer[] = []
  let end = tool.length
  for (let level = 0; level <= MOST_LEVELS && end !== -1 && end <= pointer.length; level++) {
    ways.unshift(pointer.slice(0, end))
    end = end === pointer.length ? -1 : nextSlash(pointer, end + 1)
  }
  return ways
}

function nextSlash(pointer: Pointer, from: number): number {
  const at = pointer.indexOf('/', from)
  return at === -1 ? pointer.length : at
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function membersOf(value: unknown): [string | number, unknown][] {
  if (Array.isArray(value)) return value.slice(0, MOST_LINES + 1).map((member, i) => [i, member])
  return isContainer(value) ? Object.entries(value) : []
}

/** A list of scalars, or an empty container. */
function onOneLine(value: object, width: number): string | undefined {
  if (!Array.isArray(value)) return Object.keys(value).length === 0 ? '{}' : undefined
  if (value.length > width || value.some(isContainer)) return undefined
  const text = `[${value.map(scalar).join(', ')}]`
  return text.length <= width ? text : undefined
}

function scalar(value: unknown): string {
  return typeof value === 'string' ? quoted(value) : (JSON.stringify(value) ?? '…')
}

function quoted(text: string): string {
  return JSON.stringify(text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text)
}
