// The first call of a tool, from its definition to the verdict: strictcall beside a bare compiled validator. In one process,
// for many tools in turns, the instance of the other made beforehand; then for one tool in processes that do nothing else.
//   npm run build && node bench/first-call.mjs [rounds]
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const root = path.join(import.meta.dirname, '..')
const corpus = path.join(root, '../shared/corpus')
const rounds = Number(process.argv[2] ?? 15)

const folder = mkdtempSync(path.join(tmpdir(), 'strictcall-bench-'))
process.on('exit', () => rmSync(folder, { recursive: true }))
const files = { strictcall: path.join(root, 'dist/index.js'), ajv: await bundledAjv() }

/** In one file, as ours is. */
async function bundledAjv() {
  const { build } = await import(pathToFileURL(path.join(root, 'node_modules/esbuild/lib/main.js')))
  const outfile = path.join(folder, 'ajv.mjs')
  const contents = "export { Ajv2020 } from 'ajv/dist/2020.js'"
  await build({ stdin: { contents, resolveDir: root }, bundle: true, format: 'esm', outfile })
  return outfile
}

const station = {
  type: 'object',
  properties: { id: { type: 'string' } },
  required: ['id'],
  additionalProperties: false,
}
const weather = {
  type: 'object',
  properties: {
    city: { type: 'string', description: 'The city to report on.' },
    unit: { type: 'string', enum: ['celsius', 'fahrenheit'] },
    days: { type: ['integer', 'null'] },
    station: { anyOf: [station, { type: 'null' }] },
  },
  required: ['city', 'unit', 'days', 'station'],
  additionalProperties: false,
}
const weatherCall = '{"city": "Paris", "unit": "celsius", "days": null, "station": {"id": "LFPB"}}'

/** Schemas, and the text of a call for each. */
const workloads = { 'one strict tool': [[weather, weatherCall]], ...fromCorpus() }

function fromCorpus() {
  if (!existsSync(corpus)) {
    console.log('There is no ../shared/corpus: one tool only.')
    return {}
  }
  const rows = readFileSync(path.join(corpus, 'bfcl/arguments.jsonl'), 'utf8').trim().split('\n')
  const calls = rows.map(line => JSON.parse(line))
  const servers = readdirSync(path.join(corpus, 'mcp')).flatMap(file => {
    const { tools } = JSON.parse(readFileSync(path.join(corpus, 'mcp', file), 'utf8'))
    return tools.map(({ inputSchema: { $schema, ...schema } }) => [schema, '{}'])
  })
  return {
    [`bfcl, ${calls.length} tools`]: calls.map(row => [row.schema, JSON.stringify(row.arguments)]),
    [`MCP servers, ${servers.length} tools`]: servers,
  }
}

/** What each does with a schema that it has not seen; ajv remembers schemas by the object. */
const firstCall = {
  ajv: ({ Ajv2020 }) => {
    const options = { strict: false, allErrors: true, validateSchema: false, meta: false, logger: false }
    const ajv = new Ajv2020({ ...options, validateFormats: false })
    return (schema, text) => ajv.compile(schema)(JSON.parse(text))
  },
  strictcall:
    ({ createCallValidator }) =>
    (schema, text) =>
      createCallValidator([{ name: 'act', parameters: schema }]).validate({ name: 'act', arguments: text })
        .ok,
}

function median(numbers) {
  return numbers.sort((a, b) => a - b)[numbers.length >> 1]
}

const results = []
function show(workload, unit, times) {
  console.log(`\n${workload}`)
  for (const [name, list] of Object.entries(times)) {
    const time = median(list)
    const ratio = time / median(times.ajv)
    results.push({ workload, name, [unit]: Number(time.toFixed(1)), ratio: Number(ratio.toFixed(3)) })
    console.log(`  ${name.padEnd(12)} ${time.toFixed(1).padStart(9)} ${unit}  ${ratio.toFixed(3)}x`)
  }
}

for (const [workload, pairs] of Object.entries(workloads)) {
  const times = { ajv: [], strictcall: [] }
  const repetitions = Math.ceil(200 / pairs.length)
  const text = JSON.stringify(pairs)
  for (let round = -2; round < rounds; round++) {
    for (const name of Object.keys(times)) {
      const judge = firstCall[name](await import(pathToFileURL(files[name])))
      const fresh = Array.from({ length: repetitions }, () => JSON.parse(text)).flat()
      const started = process.hrtime.bigint()
      for (const [schema, call] of fresh) judge(schema, call)
      const time = Number(process.hrtime.bigint() - started) / 1e3 / fresh.length
      if (round >= 0) times[name].push(time)
    }
  }
  show(`${workload}, in a warm process`, 'µs', times)
}

const whole = { ajv: [], strictcall: [] }
for (let round = 0; round < rounds; round++) {
  for (const name of Object.keys(whole)) {
    const script = `
      const started = performance.now()
      const judge = (${firstCall[name]})(await import(${JSON.stringify(pathToFileURL(files[name]).href)}))
      judge(${JSON.stringify(weather)}, ${JSON.stringify(weatherCall)})
      console.log(performance.now() - started)`
    const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script])
    whole[name].push(Number(output))
  }
}
show('one strict tool, in a process of its own, loading included', 'ms', whole)

if (process.env.JSON_OUT) {
  const { writeFileSync } = await import('node:fs')
  writeFileSync(process.env.JSON_OUT, `${JSON.stringify(results, null, 2)}\n`)
}
