// Valid tool calls judged per second, from the argument text to the value: strictcall beside JSON.parse alone, and beside
// JSON.parse and a compiled validator found by the name of the tool, all in turns in one process.
//   npm ci --prefix bench && node bench/calls.mjs [rounds]
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { validator as schemasafe } from '@exodus/schemasafe'
import { Compile as typebox } from 'typebox/schema'

const root = path.join(import.meta.dirname, '..')
const rounds = Number(process.argv[2] ?? 15)
const corpus = path.join(root, '../shared/corpus')

const { Ajv2020, createCallValidator } = await bundled()

/** Our library as it is shipped, and the very same ajv bare. */
async function bundled() {
  const { build } = await import(pathToFileURL(path.join(root, 'node_modules/esbuild/lib/main.js')))
  const folder = mkdtempSync(path.join(tmpdir(), 'strictcall-bench-'))
  const outfile = path.join(folder, 'calls.mjs')
  const contents =
    "export { createCallValidator } from './src/calls/index.ts'; export { Ajv2020 } from 'ajv/dist/2020.js'"
  await build({
    stdin: { contents, resolveDir: root },
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    outfile,
  })
  const loaded = await import(pathToFileURL(outfile))
  rmSync(folder, { recursive: true })
  return loaded
}

/** Calls in the shape of a chat completion, and the tools they call. */
const workloads = { ...fromCorpus(), ...generated() }

function fromCorpus() {
  if (!existsSync(corpus)) {
    console.log('There is no ../shared/corpus: generated calls only.')
    return {}
  }
  const rows = name =>
    readFileSync(path.join(corpus, name), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line))
  const functionCalling = rows('bfcl/arguments.jsonl').filter(row => row.valid_by_python_jsonschema)
  return {
    'tau-bench, gpt-4o': {
      tools: rows('tau-bench/tools.jsonl'),
      calls: rows('tau-bench/gpt4o-airline-calls.jsonl').map(row => callOf(row.name, row.arguments)),
    },
    'bfcl, 1,066 tools': {
      tools: functionCalling.map(({ schema }, i) => toolOf(`tool_${i}`, schema)),
      calls: functionCalling.map((row, i) => callOf(`tool_${i}`, JSON.stringify(row.arguments))),
    },
  }
}

function generated() {
  const string = { type: 'string' }
  const object = properties => ({
    type: 'object',
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
  })
  const passenger = object({
    name: string,
    age: { type: 'integer' },
    meal: { type: ['string', 'null'], enum: ['meat', 'vegetarian', null] },
  })
  const booking = object({
    flight: string,
    cabin: { type: 'string', enum: ['economy', 'business'] },
    passengers: { type: 'array', items: passenger },
    contact: { anyOf: [object({ email: string }), object({ phone: string, country: string })] },
    notes: string,
  })
  const passengers = count =>
    Array.from({ length: count }, (_, i) => ({
      name: `Passenger ${i}`,
      age: 20 + i,
      meal: i % 2 ? 'meat' : null,
    }))
  const bookings = (count, notes) =>
    Array.from({ length: 200 }, (_, i) =>
      callOf(
        'book',
        JSON.stringify({
          flight: `HAT${100 + i}`,
          cabin: i % 2 ? 'economy' : 'business',
          passengers: passengers(count),
          contact: i % 3 ? { email: `somebody${i}@example.com` } : { phone: '555-0100', country: 'FR' },
          notes: notes,
        }),
      ),
    )
  const tools = [toolOf('book', booking)]
  return {
    'bookings, nested': { tools, calls: bookings(3, 'Window seats, please.') },
    'bookings, long text': {
      tools,
      calls: bookings(10, 'A paragraph of text: with colons, "quotes" and lines.\n'.repeat(60)),
    },
  }
}

function toolOf(name, parameters) {
  return { type: 'function', function: { name, parameters } }
}

/** The text is flat, as it is when it comes from a socket. */
function callOf(name, text) {
  return { id: 'call_1', type: 'function', function: { name, arguments: Buffer.from(text).toString() } }
}

/** What is compared: from a call to whether it is valid. */
function contestants({ tools }) {
  const schemas = tools.map(({ function: { name, parameters } }) => [name, parameters])
  const ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    validateSchema: false,
    meta: false,
    logger: false,
    validateFormats: false,
  })
  const byHand = compile => {
    const validators = new Map(schemas.map(([name, schema]) => [name, compile(schema)]))
    return call => validators.get(call.function.name)(JSON.parse(call.function.arguments))
  }
  const { validate } = createCallValidator(tools)
  return {
    'JSON.parse alone': call => JSON.parse(call.function.arguments) !== undefined,
    'JSON.parse + ajv (all errors)': byHand(schema => ajv.compile(schema)),
    'JSON.parse + typebox': byHand(schema => {
      const compiled = typebox(schema)
      return value => compiled.Check(value)
    }),
    'JSON.parse + schemasafe': byHand(schema =>
      schemasafe(schema, { mode: 'lax', isJSON: true, formatAssertion: false }),
    ),
    strictcall: call => validate(call).ok,
  }
}

function nanosecondsPerCall(run, calls, repetitions) {
  const started = process.hrtime.bigint()
  for (let i = 0; i < repetitions; i++)
    for (const call of calls) if (!run(call)) throw new Error(JSON.stringify(call))
  return Number(process.hrtime.bigint() - started) / (repetitions * calls.length)
}

function median(numbers) {
  return numbers.sort((a, b) => a - b)[numbers.length >> 1]
}

const results = []
for (const [workload, input] of Object.entries(workloads)) {
  const bytes =
    input.calls.reduce((sum, call) => sum + Buffer.byteLength(call.function.arguments), 0) /
    input.calls.length
  const repetitions = Math.max(1, Math.round(60_000 / input.calls.length / (1 + bytes / 500)))
  const times = new Map()
  const runs = Object.entries(contestants(input))
  for (let round = -2; round < rounds; round++) {
    for (const [name, run] of runs) {
      const time = nanosecondsPerCall(run, input.calls, repetitions)
      if (round >= 0) times.set(name, [...(times.get(name) ?? []), time])
    }
  }
  const base = median(times.get('JSON.parse + ajv (all errors)'))
  console.log(`\n${workload}: ${input.calls.length} calls of ${Math.round(bytes)} bytes`)
  for (const [name, list] of times) {
    const time = median(list)
    const row = {
      workload,
      name,
      nanoseconds: Math.round(time),
      callsPerSecond: Math.round(1e9 / time),
      ratio: Number((time / base).toFixed(2)),
    }
    results.push(row)
    console.log(
      `  ${name.padEnd(32)} ${String(row.nanoseconds).padStart(7)} ns ${String(row.callsPerSecond).padStart(10)} /s  ${row.ratio.toFixed(2)}x`,
    )
  }
}
if (process.env.JSON_OUT) {
  const { writeFileSync } = await import('node:fs')
  writeFileSync(process.env.JSON_OUT, `${JSON.stringify(results, null, 2)}\n`)
}
