// Splits rules in two for the library: what judges, and `meta`, which is for people. A bundle with `lint` needs only the first.
import { readFileSync } from 'node:fs'
import path from 'node:path'

const ruleFile = /(?:^|[/\\])rules[/\\](?:no|require|unique|valid)-[a-z-]+\.ts$/
const metaMember = /^ {2}meta: (\{\n[\s\S]*?^ {2}\}),\n/m

/** The parts of a rule's file: what stands before the rule, its meta, and all without the meta. */
function partsOf(file) {
  const text = readFileSync(file, 'utf8')
  const meta = metaMember.exec(text)
  if (!meta) throw new Error(`${file} has no meta that could be told from the rule`)
  return {
    before: text.slice(0, text.indexOf('export default ')),
    meta: meta[1],
    judging: text.replace(meta[0], '  meta: {},\n'),
  }
}

/** A module beside `src/registry.ts`, whose `rules` have empty metas, with those that are shown to people. */
function wholeRules() {
  const index = readFileSync('rules/index.ts', 'utf8')
  const ids = [...index.matchAll(/ as '([^']+)'/g)].map(([, id]) => id)
  return `
    import { rules as judging } from './registry.ts'
    ${ids.map((id, i) => `import meta${i} from 'meta:${id}'`).join('\n')}
    const metas = { ${ids.map((id, i) => `'${id}': meta${i}`).join(', ')} }
    export const rules = /* @__PURE__ */ (() =>
      Object.fromEntries(Object.entries(judging).map(([id, rule]) => [id, { ...rule, meta: metas[id] }])))()`
}

export const metasApart = {
  name: 'metas-apart',
  setup(build) {
    build.onLoad({ filter: /[/\\]src[/\\]rules\.ts$/ }, () => ({
      contents: wholeRules(),
      loader: 'ts',
      resolveDir: path.resolve('src'),
    }))
    build.onLoad({ filter: ruleFile, namespace: 'file' }, ({ path: file }) => ({
      contents: partsOf(file).judging,
      loader: 'ts',
      resolveDir: path.resolve('rules'),
    }))
    build.onResolve({ filter: /^meta:/ }, ({ path: wanted }) => ({
      path: `rules/${wanted.slice('meta:'.length)}.ts`,
      namespace: 'meta',
      sideEffects: false,
    }))
    build.onLoad({ filter: ruleFile, namespace: 'meta' }, ({ path: file }) => {
      const { before, meta } = partsOf(file)
      return {
        contents: `${before}\nexport default ${meta}`,
        loader: 'ts',
        resolveDir: path.resolve('rules'),
      }
    })
  },
}
