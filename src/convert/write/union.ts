import type { JsonObject } from '../../types.ts'
import type { Alternative } from '../ir.ts'
import type { Rings } from '../rings.ts'
import type { CodecNode, UnionBranch } from '../types.ts'
import { guardOf, type Intern } from './codecs.ts'
import { discriminate, joinTests, type Tests } from './discriminate.ts'
import { fullOutline, outline } from './outline.ts'
import { closedObject } from './strict.ts'

/** An alternative as strict writes it. */
export interface Branch {
  alternative: Alternative
  schema: JsonObject
  codec: CodecNode | undefined
}

/** The branches of a union so that strict values tell which one they belong to, and the codec that reads them. */
export interface Union {
  branches: Branch[]
  codec: CodecNode | undefined
}

export function writeUnion(branches: readonly Branch[], rings: Rings, intern: Intern): Union {
  const first = branches[0]?.codec
  if (branches.every(({ codec }) => codec === first)) return { branches: [...branches], codec: first }
  const apart = tellApart(branches, intern)
  return { branches: apart, codec: soleCodec(apart) ?? intern(unionCodec(apart, rings)) }
}

/** The one codec of a union whose other branches it leaves alone. */
function soleCodec(branches: readonly Branch[]): CodecNode | undefined {
  const [coded, ...others] = branches.filter(({ codec }) => codec)
  const guard = coded && others.length === 0 ? guardOf(coded.codec!) : undefined
  if (!guard) return undefined
  const plain = branches.filter(branch => branch !== coded)
  const free = plain.every(({ schema }) => schema.type !== guard.strict && schema.type !== guard.original)
  return free ? coded!.codec : undefined
}

/** Puts branches into boxes of their own until no strict value can belong to two that are read differently. */
function tellApart(branches: readonly Branch[], intern: Intern): Branch[] {
  const result = [...branches]
  const taken = new Set(branches.flatMap(({ schema }) => Object.keys((schema.properties ?? {}) as object)))
  for (let i = 0; i < result.length; i++) {
    const a = result[i]!
    const clash = result.findIndex(
      (b, j) => j !== i && a.codec !== b.codec && !discriminate(a.schema, b.schema),
    )
    if (clash === -1) continue
    // A value that is written as it is stays so, if the other one can be put away.
    const boxed = a.codec ? i : clash
    result[boxed] = box(result[boxed]!, taken, intern)
    i = -1
  }
  return result
}

function box(branch: Branch, taken: Set<string>, intern: Intern): Branch {
  const stem = stems[branch.codec?.kind ?? 'same'] ?? 'value'
  let property = stem
  for (let i = 2; taken.has(property); i++) property = `${stem}${i}`
  taken.add(property)
  return {
    alternative: branch.alternative,
    schema: closedObject([[property, branch.schema]]),
    codec: intern({ kind: 'box', property, ...(branch.codec && { codec: branch.codec }) }),
  }
}

const stems: Record<string, string> = {
  json: 'json',
  entries: 'entries',
  array: 'list',
  tuple: 'tuple',
  labels: 'choice',
  object: 'object',
}

/** Original objects are told apart by tags so many levels down; where that is not enough, by everything. */
const shallow = 3

function unionCodec(branches: readonly Branch[], rings: Rings): CodecNode {
  const outlines = branches.map(({ alternative }) => outline(alternative, shallow))
  return {
    kind: 'union',
    branches: branches.map((branch, i) => {
      const strict = testsOf(branches, i, (a, b) => discriminate(a.schema, b.schema))
      const original = testsOf(branches, i, (_, __, j) => discriminate(outlines[i]!, outlines[j]!))
      const written: UnionBranch = {
        strict: joinTests(strict!),
        original: original ? joinTests(original) : fullOutline(branch.alternative, rings),
      }
      return branch.codec ? { ...written, codec: branch.codec } : written
    }),
  }
}

/** What tells one branch from all that are read differently; undefined where one of them cannot be told from it. */
function testsOf(
  branches: readonly Branch[],
  i: number,
  tell: (a: Branch, b: Branch, j: number) => Tests | undefined,
): JsonObject[] | undefined {
  const tests: JsonObject[] = []
  for (const [j, other] of branches.entries()) {
    if (j === i || other.codec === branches[i]!.codec) continue
    const found = tell(branches[i]!, other, j)
    if (!found) return undefined
    tests.push(found[0])
  }
  return tests
}
