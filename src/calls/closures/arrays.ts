import { firstRepeat } from '../exact.ts'
import { assertion, type Build, type Check, isFull, type Node, report, type Site } from './node.ts'

type Items = readonly unknown[]

/** Keywords of arrays, in the order they are judged. */
export const arrayKeywords: Record<string, Build<Items>> = {
  maxItems: (limit, site) =>
    assertion(site, 'maxItems', items => items.length <= (limit as number), { limit }),
  minItems: (limit, site) =>
    assertion(site, 'minItems', items => items.length >= (limit as number), { limit }),
  prefixItems: (schemas, site) => {
    const nodes = (schemas as unknown[]).map((schema, i) =>
      site.part(schema, `${site.pointer}/prefixItems/${i}`),
    )
    return {
      test: items => nodes.every(({ test }, i) => i >= items.length || test(items[i])),
      collect(items, at, found) {
        for (let i = 0; i < nodes.length && i < items.length && !isFull(found); i++)
          nodes[i]!.collect(items[i], `${at}/${i}`, found)
      },
    }
  },
  items: (schema, site) => {
    if (Array.isArray(schema)) return undefined
    const { prefixItems } = site.schema
    const start = Array.isArray(prefixItems) ? prefixItems.length : 0
    if (start > 0 && schema === false) {
      return assertion(site, 'items', items => items.length <= start, { limit: start })
    }
    return itemsFrom(start, site.part(schema, `${site.pointer}/items`))
  },
  uniqueItems: (wanted, site) => (wanted === true ? uniqueItems(site) : free),
}

const free: Check = { test: () => true, collect: () => {} }

function itemsFrom(start: number, node: Node): Check<Items> {
  const { test } = node
  return {
    test(items) {
      for (let i = start; i < items.length; i++) if (!test(items[i])) return false
      return true
    },
    collect(items, at, found) {
      for (let i = start; i < items.length && !isFull(found); i++) node.collect(items[i], `${at}/${i}`, found)
    },
  }
}

function uniqueItems(site: Site): Check<Items> {
  return {
    test: items => firstRepeat(items) === -1,
    collect(data, pointer, found) {
      const i = firstRepeat(data)
      if (i !== -1) report(site, 'uniqueItems', found, { pointer, data, params: { i } })
    },
  }
}
