import type { SchemaError } from '../explainer.ts'
import { assertion, type Build, every, isFull, type Node, report, type Site } from './node.ts'

/** Keywords that combine schemas, in the order they are judged. */
export const unionKeywords: Record<string, Build> = {
  not: (schema, site) => {
    const { test } = site.same(schema, `${site.pointer}/not`)
    return assertion(site, 'not', value => !test(value), {})
  },
  anyOf: (_, site) => {
    const branches = branchesOf('anyOf', site)
    const test = some(branches)
    return {
      test,
      collect(data, pointer, found) {
        if (test(data)) return
        const error = { pointer, data, params: {}, branches: collectEach(branches, data, pointer, found) }
        report(site, 'anyOf', found, error)
      },
    }
  },
  oneOf: (_, site) => {
    const branches = branchesOf('oneOf', site)
    return {
      test: value => passing(branches, value).length === 1,
      collect(data, pointer, found) {
        const both = passing(branches, data)
        if (both.length === 1) return
        const params = { passingSchemas: both.length === 0 ? null : both }
        const error = { pointer, data, params, branches: collectEach(branches, data, pointer, found) }
        report(site, 'oneOf', found, error)
      },
    }
  },
  allOf: (_, site) => {
    const branches = branchesOf('allOf', site)
    return {
      test: every(branches.map(({ test }) => test)),
      collect(value, at, found) {
        for (const branch of branches) if (!isFull(found)) branch.collect(value, at, found)
      },
    }
  },
}

function branchesOf(keyword: string, { schema, pointer, same }: Site): Node[] {
  return (schema[keyword] as unknown[]).map((branch, i) => same(branch, `${pointer}/${keyword}/${i}`))
}

function some(branches: readonly Node[]): (value: unknown) => boolean {
  const tests = branches.map(({ test }) => test)
  return value => {
    for (const test of tests) if (test(value)) return true
    return false
  }
}

/** The indexes of the branches that a value passes; two are enough. */
function passing(branches: readonly Node[], value: unknown): number[] {
  const found: number[] = []
  for (let i = 0; i < branches.length && found.length < 2; i++) if (branches[i]!.test(value)) found.push(i)
  return found
}

/** What each branch has to say. */
function collectEach(
  branches: readonly Node[],
  value: unknown,
  at: string,
  { firstOnly }: { firstOnly: boolean },
): SchemaError[][] {
  return branches.map(branch => {
    const errors: SchemaError[] = []
    branch.collect(value, at, { errors, firstOnly })
    return errors
  })
}
