// The library in a warm process beside JSON.parse of the same text, how its time grows, and how big it is.
//   npm run build && node bench/library.mjs [rounds]
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { makeInputs } from './inputs.mjs'
import { median } from './processes.mjs'

const root = path.join(import.meta.dirname, '..')
const rounds = Number(process.argv[2] ?? 25)
const folder = mkdtempSync(path.join(tmpdir(), 'strictcall-bench-'))
process.on('exit', () => rmSync(folder, { recursive: true }))
const inputs = makeInputs(folder)
const { convert, lint } = await import(pathToFileURL(path.join(root, 'dist/index.js')).href)

const results = []

/** Runs in turns, in medians of milliseconds. */
function timeInTurns(runs) {
  const times = new Map(Object.keys(runs).map(name => [name, []]))
  for (let round = -5; round < rounds; round++) {
    for (const [name, run] of Object.entries(runs)) {
      const started = process.hrtime.bigint()
      run()
      if (round >= 0) times.get(name).push(Number(process.hrtime.bigint() - started) / 1e6)
    }
  }
  return Object.fromEntries([...times].map(([name, list]) => [name, median(list)]))
}

function show(work, times, targets) {
  const [floor] = Object.values(times)
  console.log(`\n${work}`)
  for (const [name, milliseconds] of Object.entries(times)) {
    const ratio = milliseconds / floor
    const target = targets[name]
    results.push({
      work,
      name,
      milliseconds: round(milliseconds, 2),
      ratio: round(ratio, 2),
      ...(target && { target }),
    })
    const aim = target ? `(target: ${target}x)` : ''
    console.log(
      `  ${name.padEnd(34)} ${milliseconds.toFixed(2).padStart(9)} ms ${ratio.toFixed(2).padStart(6)}x ${aim}`,
    )
  }
}

function showBytes(name, bytes, target) {
  results.push({ work: 'size', name, bytes, ...(target && { target }) })
  console.log(
    `  ${name.padEnd(34)} ${bytes.toLocaleString('en').padStart(12)} bytes ${target ? `(target: ${target.toLocaleString('en')})` : ''}`,
  )
}

const text = readFileSync(inputs.flawed, 'utf8')
const tools = JSON.parse(text).slice(0, 500)
const some = JSON.stringify(tools)
show(
  '500 tools with three problems each, in memory',
  timeInTurns({
    'JSON.parse of their text': () => JSON.parse(some),
    'lint(value)': () => lint(tools),
    'lint(value), with fixes': () => lint(tools, { fixes: true }),
    'convert(value)': () => convert(tools),
  }),
  { 'lint(value)': 0.7, 'convert(value)': 5 },
)

const servers = path.join(root, '../shared/corpus/mcp')
if (existsSync(servers)) {
  const texts = readdirSync(servers)
    .filter(name => name.endsWith('.json'))
    .map(name => readFileSync(path.join(servers, name), 'utf8'))
  const values = texts.map(text => JSON.parse(text))
  const each = run => () => {
    for (const value of values) run(value)
  }
  show(
    `the tools of ${values.length} MCP servers (corpus/mcp), in memory`,
    timeInTurns({
      'JSON.parse of their text': () => {
        for (const text of texts) JSON.parse(text)
      },
      'lint(value)': each(value => lint(value)),
      'convert(value)': each(value => convert(value)),
    }),
    { 'lint(value)': 0.7, 'convert(value)': 5 },
  )
} else console.log('There is no ../shared/corpus: made tools only.')

/* ------------------------------------------------------------------ growth */

/** Schemas of a size: what makes them big differs. */
const shapes = {
  tools: size =>
    Array.from({ length: size }, (_, i) => ({
      ...tools[0],
      function: { ...tools[0].function, name: `t${i}` },
    })),
  'properties of one object': size => [
    tool({ properties: entries(size, i => [`p${i}`, { type: 'string' }]) }),
  ],
  depth: size => {
    let inner = { type: 'string' }
    for (let i = 0; i < size; i++) inner = { type: 'array', items: inner }
    return [tool({ properties: { a: inner } })]
  },
  definitions: size => [
    tool({
      properties: entries(size, i => [`p${i}`, { $ref: `#/$defs/d${i}` }]),
      $defs: entries(size, i => [`d${i}`, { type: 'string' }]),
    }),
  ],
  'references to one definition': size => [
    tool({
      properties: entries(size, i => [`p${i}`, { $ref: '#/$defs/d' }]),
      $defs: { d: { type: 'string' } },
    }),
  ],
}

function tool(schema) {
  return {
    type: 'function',
    function: { name: 'tool', strict: true, parameters: { type: 'object', ...schema } },
  }
}

function entries(size, entry) {
  return Object.fromEntries(Array.from({ length: size }, (_, i) => entry(i)))
}

/** Nanoseconds a byte of the value's JSON. */
function perByte(value) {
  const text = JSON.stringify(value)
  const bytes = Buffer.byteLength(text)
  const repetitions = Math.max(1, Math.round(200_000 / bytes))
  const repeated = run => () => {
    for (let i = 0; i < repetitions; i++) run()
  }
  const times = timeInTurns({ lint: repeated(() => lint(value)), parse: repeated(() => JSON.parse(text)) })
  const of = milliseconds => round((milliseconds * 1e6) / repetitions / bytes, 1)
  return { lint: of(times.lint), parse: of(times.parse) }
}

console.log('\nnanoseconds a byte, at 1x, 10x and 100x; the same for JSON.parse')
for (const [shape, make] of Object.entries(shapes)) {
  const sizes = shape === 'depth' ? [8, 80, 800] : [40, 400, 4000]
  const times = sizes.map(size => perByte(make(size)))
  const lintTimes = times.map(({ lint }) => lint)
  const parseTimes = times.map(({ parse }) => parse)
  results.push({
    work: 'growth',
    name: shape,
    nanosecondsPerByte: lintTimes,
    ofParsing: parseTimes,
    target: 1.3,
  })
  const shown = numbers => numbers.map(number => number.toFixed(1).padStart(7)).join(' ')
  console.log(`  ${shape.padEnd(34)} ${shown(lintTimes)}   ${shown(parseTimes)}`)
}

/* ------------------------------------------------------------------ size */

console.log('\nsize')
const { outputFiles } = await build({
  stdin: { contents: "export { lint } from './dist/index.js'", resolveDir: root },
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'browser',
  outfile: 'lint.js',
  logLevel: 'error',
  write: false,
})
const [bundle] = outputFiles
showBytes('browser bundle of `lint`, gzipped', gzipSync(bundle.contents, { level: 9 }).length, 25_600)
if (process.env.JSON_OUT) writeFileSync(process.env.JSON_OUT, `${JSON.stringify(results, null, 2)}\n`)

function round(number, digits) {
  return Number(number.toFixed(digits))
}
