/** Lines shown around a change. */
const CONTEXT = 3
/** After so many equal lines in a row, or so many lines in and out, what comes before is settled. */
const SETTLED = 16
const MOST_EDITS = 128

/** Lines that go and lines that come instead, as indices into the two texts; the ends are behind the last one. */
interface Hunk {
  start: number
  end: number
  newStart: number
  newEnd: number
}

/** The unified diff of two texts of a file, as `git apply` and `patch -p1` take it; empty for equal texts. */
export function unifiedDiff(file: string, before: string, after: string): string {
  if (before === after) return ''
  const old = linesOf(before)
  const fresh = linesOf(after)
  const name = file.replace(/^\/+/, '')
  const parts = [`--- a/${name}\n+++ b/${name}\n`]
  for (const group of grouped(hunksOf(old, fresh))) parts.push(printGroup(group, old, fresh))
  return parts.join('')
}

/** Each with its line end. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}

/** What differs, in order. Texts that are much alike take as long as they are; the result need not be the shortest. */
function hunksOf(old: readonly string[], fresh: readonly string[]): Hunk[] {
  const hunks: Hunk[] = []
  let x = 0
  let y = 0
  for (;;) {
    while (x < old.length && y < fresh.length && old[x] === fresh[y]) {
      x++
      y++
    }
    if (x === old.length && y === fresh.length) return hunks
    const path = search(old, fresh, x, y)
    for (const { start, end, newStart, newEnd } of path) {
      const last = hunks.at(-1)
      if (last && last.end === start && last.newEnd === newStart) Object.assign(last, { end, newEnd })
      else hunks.push({ start, end, newStart, newEnd })
      x = end
      y = newEnd
    }
  }
}

/** A point that was reached, and the way to it. */
interface Reached {
  x: number
  step: Step | undefined
}

interface Step extends Hunk {
  previous: Step | undefined
}

/**
 * Looks for the fewest lines to take out and put in until both texts have been alike for a while, or else for those that
 * lead furthest (Myers' algorithm, as far as that). Gives those lines.
 */
function search(old: readonly string[], fresh: readonly string[], x0: number, y0: number): Hunk[] {
  let reached = new Map<number, Reached>([[0, { x: x0, step: undefined }]])
  let furthest = 0
  let best: Step | undefined
  for (let edits = 1; edits <= MOST_EDITS; edits++) {
    const next = new Map<number, Reached>()
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const from = advance(reached, diagonal, old.length, fresh.length, x0, y0)
      if (!from) continue
      let { x } = from
      let y = y0 + (x - x0) - diagonal
      const start = x
      while (x < old.length && y < fresh.length && old[x] === fresh[y]) {
        x++
        y++
      }
      next.set(diagonal, { x, step: from.step })
      if (x - start >= SETTLED || (x === old.length && y === fresh.length)) return stepsOf(from.step)
      if (x + y <= furthest) continue
      furthest = x + y
      best = from.step
    }
    reached = next
  }
  return stepsOf(best)
}

/** One line out of the old text or into the new one, from whichever side gets further. */
function advance(
  reached: ReadonlyMap<number, Reached>,
  diagonal: number,
  oldLength: number,
  newLength: number,
  x0: number,
  y0: number,
): Reached | undefined {
  const left = reached.get(diagonal - 1)
  const above = reached.get(diagonal + 1)
  const yOf = (x: number, k: number) => y0 + (x - x0) - k
  const out = left && left.x < oldLength ? left : undefined
  const into = above && yOf(above.x, diagonal + 1) < newLength ? above : undefined
  if (out && (!into || out.x + 1 > into.x)) {
    const y = yOf(out.x, diagonal - 1)
    const step = { start: out.x, end: out.x + 1, newStart: y, newEnd: y, previous: out.step }
    return { x: out.x + 1, step }
  }
  if (!into) return undefined
  const y = yOf(into.x, diagonal + 1)
  return {
    x: into.x,
    step: { start: into.x, end: into.x, newStart: y, newEnd: y + 1, previous: into.step },
  }
}

function stepsOf(last: Step | undefined): Hunk[] {
  const steps: Hunk[] = []
  for (let step = last; step; step = step.previous) steps.push(step)
  return steps.reverse()
}

/* ------------------------------------------------------------------ printing */

/** Hunks whose context would touch are shown together. */
function grouped(hunks: readonly Hunk[]): Hunk[][] {
  const groups: Hunk[][] = []
  for (const hunk of hunks) {
    const last = groups.at(-1)
    if (last && hunk.start - last.at(-1)!.end <= 2 * CONTEXT) last.push(hunk)
    else groups.push([hunk])
  }
  return groups
}

function printGroup(group: readonly Hunk[], old: readonly string[], fresh: readonly string[]): string {
  const first = group[0]!
  const last = group.at(-1)!
  const lead = Math.min(CONTEXT, first.start)
  const start = first.start - lead
  const end = Math.min(last.end + CONTEXT, old.length)
  const newStart = first.newStart - lead
  const newEnd = last.newEnd + (end - last.end)
  const parts = [`@@ -${range(start, end)} +${range(newStart, newEnd)} @@\n`]
  let at = start
  for (const hunk of group) {
    parts.push(print(' ', old, at, hunk.start))
    parts.push(print('-', old, hunk.start, hunk.end), print('+', fresh, hunk.newStart, hunk.newEnd))
    at = hunk.end
  }
  parts.push(print(' ', old, at, end))
  return parts.join('')
}

/** Counted from 1; nothing stands behind a line. */
function range(start: number, end: number): string {
  const length = end - start
  const line = length === 0 ? start : start + 1
  return length === 1 ? String(line) : `${line},${length}`
}

function print(sign: string, lines: readonly string[], start: number, end: number): string {
  return lines
    .slice(start, end)
    .map(line => (line.endsWith('\n') ? sign + line : `${sign}${line}\n\\ No newline at end of file\n`))
    .join('')
}
