/*
 * Warm `convert` beside `JSON.parse` of the same text, and `encode` and `decode` of arguments: `node bench/convert.mjs DIR`,
 * where DIR holds JSON files with tools. Without one it is our own fixtures. The folders of other builds behind it
 * (`node bench/convert.mjs DIR old/dist`) take turns with this one.
 */

import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { convert, decode, encode } from '../dist/index.js'

const [, , given, ...builds] = process.argv
const folder = given ?? fileURLToPath(new URL('../fixtures/convert', import.meta.url))
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file =>
  file.endsWith('.json'),
)
const texts = files.map(file => readFileSync(path.join(folder, file), 'utf8'))
const values = texts.map(text => JSON.parse(text))
const { tools, codec } = convert(values)

/** Arguments of one key, to be read as each tool's. */
const calls = Object.keys(codec.tools).map(name => [name, { query: 'strict', limit: 10 }])

const work = {
  'JSON.parse': () => texts.map(text => JSON.parse(text)),
  convert: () => values.map(value => convert(value)),
  encode: () => calls.map(([name, args]) => encode(codec, name, args)),
  decode: () => calls.map(([name, args]) => decode(codec, name, args)),
}

for (const build of builds) {
  const other = await import(pathToFileURL(path.resolve(build, 'index.js')).href)
  work[`convert of ${build}`] = () => values.map(value => other.convert(value))
}

/** The shortest of many rounds, the kinds of work taking turns: in milliseconds of the processor. */
const best = Object.fromEntries(Object.keys(work).map(name => [name, Number.POSITIVE_INFINITY]))
for (let round = 0; round < 30; round++) {
  for (const [name, run] of Object.entries(work)) {
    const start = process.cpuUsage()
    run()
    const { user, system } = process.cpuUsage(start)
    best[name] = Math.min(best[name], (user + system) / 1000)
  }
}

const width = Math.max(...Object.keys(best).map(name => name.length))
console.log(`${tools.length} tools, ${texts.join('').length} characters`)
for (const [name, time] of Object.entries(best)) {
  const times = name.startsWith('convert')
    ? `, ${(time / best['JSON.parse']).toFixed(1)} times JSON.parse`
    : ''
  console.log(`${name.padEnd(width)} ${time.toFixed(2).padStart(8)} ms${times}`)
}
