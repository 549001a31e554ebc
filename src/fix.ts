import { applyPatch } from './patch.ts'
import { ancestorsOf, parentOf } from './pointer.ts'
import type { Diagnostic, Fix, Operation, Pointer } from './types.ts'

export interface FixOptions {
  /** Takes fixes that change what the tool accepts, too. */
  unsafe?: boolean
}

export interface Fixed<Result> {
  result: Result
  /** How many fixes were applied. */
  applied: number
}

/** Each pass applies all fixes that do not touch each other; more passes than this means that two rules disagree. */
const maxPasses = 100

/** Repeats a pass, which judges what there is and applies fixes to it, until there is none to apply. */
export function fixInPasses<Result>(
  start: Result,
  pass: (result: Result) => Fixed<Result> | undefined,
): Fixed<Result> {
  let applied = 0
  let result = start
  for (let count = 0; count < maxPasses; count++) {
    const fixed = pass(result)
    if (!fixed) break
    result = fixed.result
    applied += fixed.applied
  }
  return { result, applied }
}

/**
 * Fixes a value until nothing is left that can be.
 *
 * @param judge gives the diagnostics of a value, with their fixes
 */
export function fixUntilQuiet(
  value: unknown,
  judge: (value: unknown) => readonly Diagnostic[],
  options: FixOptions = {},
): Fixed<unknown> {
  return fixInPasses(value, current => {
    const fixes = selectFixes(judge(current), options)
    if (fixes.length === 0) return undefined
    const patch = fixes.flatMap(fix => fix.patch)
    return { result: applyPatch(current, patch), applied: fixes.length }
  })
}

/**
 * The fixes that can be applied together, one after another: none changes what another one changes, or shifts its place.
 * They are taken from the back, as whatever is removed from an array shifts only what comes later in it.
 */
export function selectFixes(diagnostics: readonly Diagnostic[], { unsafe = false }: FixOptions = {}): Fix[] {
  const changes: Changes = {
    places: new Set(),
    ways: new Set(),
    shifts: new Map(),
    holders: new Set(),
    reshaped: new Set(),
  }
  const chosen: Fix[] = []
  for (const { fix } of [...diagnostics].reverse()) {
    if (!fix || !(fix.safe || unsafe)) continue
    if (fix.patch.some(operation => placesOf(operation).some(place => collides(place, changes)))) continue
    if (isReshaped(fix, changes)) continue
    for (const operation of fix.patch) record(operation, changes)
    for (const holder of holdersOf(fix)) changes.holders.add(holder)
    for (const holder of reshapedBy(fix)) changes.reshaped.add(holder)
    chosen.push(fix)
  }
  return inReadingOrder(chosen)
}

/** Turns around what lengthens one list, from the back as it comes, so that the list reads from the front. */
function inReadingOrder(fixes: readonly Fix[]): Fix[] {
  const listOf = ({ patch: [first] }: Fix) => (first?.path.endsWith('/-') ? first.path : undefined)
  const ordered: Fix[] = []
  for (let start = 0; start < fixes.length; ) {
    const list = listOf(fixes[start]!)
    let end = start + 1
    while (list !== undefined && end < fixes.length && listOf(fixes[end]!) === list) end++
    for (let index = end - 1; index >= start; index--) ordered.push(fixes[index]!)
    start = end
  }
  return ordered
}

/** What the chosen fixes do. */
interface Changes {
  places: Set<Pointer>
  /** All that the places lie in. */
  ways: Set<Pointer>
  /** By array, the first index from which elements are not where they were. */
  shifts: Map<Pointer, number>
  /** All that has members which change. */
  holders: Set<Pointer>
  reshaped: Set<Pointer>
}

/** All that has members which a fix changes. */
function holdersOf({ patch }: Fix): Pointer[] {
  return patch.flatMap(placesOf).map(parentOf)
}

/** Those of them that the fix was made for as a whole: it takes something out and puts something else in. */
function reshapedBy({ patch }: Fix): Pointer[] {
  const emptied = patch.filter(({ op }) => op === 'remove' || op === 'move').map(({ path }) => parentOf(path))
  return patch.length > 1 ? emptied : []
}

/** Whether one of two fixes turns into something else what the other one adds to or takes from. */
function isReshaped(fix: Fix, { holders, reshaped }: Changes): boolean {
  return (
    holdersOf(fix).some(holder => reshaped.has(holder)) || reshapedBy(fix).some(holder => holders.has(holder))
  )
}

function placesOf(operation: Operation): Pointer[] {
  return operation.op === 'move' ? [operation.from, operation.path] : [operation.path]
}

function collides(place: Pointer, { places, ways, shifts }: Changes): boolean {
  // Another one at the end of a list is no hindrance.
  if (!place.endsWith('/-') && (places.has(place) || ways.has(place))) return true
  return (
    ancestorsOf(place).some(way => places.has(way)) ||
    stepsTo(place).some(([array, index]) => index > (shifts.get(array) ?? index))
  )
}

function record(operation: Operation, changes: Changes): void {
  for (const place of placesOf(operation)) {
    changes.places.add(place)
    for (const way of ancestorsOf(place)) changes.ways.add(way)
    if (operation.op === 'replace') continue
    const [array, index] = stepsTo(place).find(([holder]) => holder === parentOf(place)) ?? []
    if (array === undefined || index === undefined) continue
    changes.shifts.set(array, Math.min(index, changes.shifts.get(array) ?? index))
  }
}

/** The steps on the way to a place that could lead into arrays: the array and the index. */
function stepsTo(place: Pointer): [array: Pointer, index: number][] {
  return [place, ...ancestorsOf(place)].flatMap((way): [Pointer, number][] => {
    const key = way.slice(way.lastIndexOf('/') + 1)
    return way !== '' && /^\d+$/.test(key) ? [[parentOf(way), Number(key)]] : []
  })
}
