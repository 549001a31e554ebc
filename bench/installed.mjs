// What an installation brings along: packages and bytes on the disk, with all dependencies.
//   npm run build && npm ci --prefix bench && node bench/installed.mjs
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const root = path.join(import.meta.dirname, '..')
const { packages } = JSON.parse(readFileSync(path.join(import.meta.dirname, 'package-lock.json'), 'utf8'))

/** The programs of the peers' table. */
const peers = ['oh-my-mcp', 'ajv-cli', '@sourcemeta/jsonschema']

/** Where a package finds another: in its own folder, or in one around it. */
function resolve(from, name) {
  for (let folder = from; ; folder = folder.slice(0, Math.max(folder.lastIndexOf('/node_modules/'), 0))) {
    const place = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`
    if (packages[place]) return place
    if (folder === '') return undefined
  }
}

function closureOf(name) {
  const found = new Set()
  const rest = [resolve('', name)]
  for (let place = rest.pop(); place !== undefined; place = rest.pop()) {
    if (found.has(place)) continue
    found.add(place)
    const { dependencies = {}, optionalDependencies = {} } = packages[place]
    for (const needed of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const at = resolve(place, needed)
      if (at) rest.push(at)
    }
  }
  return [...found].filter(place => existsSync(path.join(import.meta.dirname, place)))
}

/** Without what is installed inside of it for others. */
function bytesIn(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules')
    .reduce((sum, { name }) => sum + bytesOf(path.join(folder, name)), 0)
}

function bytesOf(file) {
  const stats = statSync(file)
  return stats.isDirectory() ? bytesIn(file) : stats.size
}

/** What `npm pack` would put into our package. */
function ownBytes() {
  const { files } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
  return [...files, 'package.json', 'README.md', 'LICENSE'].reduce(
    (sum, name) => sum + bytesOf(path.join(root, name)),
    0,
  )
}

const work = 'installed, with all dependencies'
const results = [{ work, name: 'strictcall', packages: 1, bytes: ownBytes() }]
for (const name of peers) {
  const places = resolve('', name) ? closureOf(name) : []
  if (places.length === 0) continue
  const bytes = places.reduce((sum, place) => sum + bytesIn(path.join(import.meta.dirname, place)), 0)
  results.push({ work, name, packages: places.length, bytes })
}
console.log(`\n${work}`)
for (const { name, packages: count, bytes } of results)
  console.log(
    `  ${name.padEnd(34)} ${String(count).padStart(4)} packages ${bytes.toLocaleString('en').padStart(12)} bytes`,
  )
if (process.env.JSON_OUT) writeFileSync(process.env.JSON_OUT, `${JSON.stringify(results, null, 2)}\n`)
