// Writes what the engines say beside each pattern of a fixture: node scripts/rust-regex/record.mjs fixtures/patterns/x.jsonl
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const [file] = process.argv.slice(2)
const folder = fileURLToPath(new URL('.', import.meta.url))
const rows = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map(line => JSON.parse(line))
const python = process.env.PYTHON ?? 'python3'

const debian = ask(
  ['cargo', 'run', '--release', '--offline', '--quiet'],
  rows.map(row => row.pattern),
)
const current = ask(
  [python, 'current.py'],
  rows.map(row => row.pattern),
)
const fixed = rows.filter(row => row.instead)
const currentOfFixed = ask(
  [python, 'current.py'],
  fixed.map(row => row.instead),
)

rows.forEach((row, i) => {
  const { regex, fancy, checked } = debian[i]
  Object.assign(row, { jsonschema: current[i].jsonschema, debian: { regex, fancy, checked } })
})
fixed.forEach((row, i) => {
  row.jsonschemaTakesInstead = currentOfFixed[i].jsonschema
})
writeFileSync(file, rows.map(row => `${JSON.stringify(row)}\n`).join(''))

/** One answer for each pattern, in order. */
function ask([command, ...args], patterns) {
  const input = patterns.map(pattern => `${JSON.stringify(pattern)}\n`).join('')
  const output = execFileSync(command, args, { cwd: folder, input, maxBuffer: 2 ** 28 })
    .toString()
    .trim()
  return output === '' ? [] : output.split('\n').map(line => JSON.parse(line))
}
