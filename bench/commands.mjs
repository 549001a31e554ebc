// The command line beside the floor (node itself, reading and parsing the same text) and beside other programs.
//   npm run build && npm ci --prefix bench && node bench/commands.mjs [rounds]
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { makeInputs } from './inputs.mjs'
import { timeProcesses } from './processes.mjs'

const rounds = Number(process.argv[2] ?? 9)
const folder = mkdtempSync(path.join(tmpdir(), 'strictcall-bench-'))
process.on('exit', () => rmSync(folder, { recursive: true }))
const inputs = makeInputs(folder)

const node = process.execPath
const cli = path.join(import.meta.dirname, '../dist/cli.cjs')
const peer = name => path.join(import.meta.dirname, 'node_modules/.bin', name)
const script = (name, text) => {
  const file = path.join(folder, name)
  writeFileSync(file, text)
  return file
}
const parseFile = script('parse.cjs', "JSON.parse(require('node:fs').readFileSync(process.argv[2], 'utf8'))")
const parseFolder = script(
  'parse-folder.cjs',
  `const fs = require('node:fs')
  const folder = process.argv[2]
  for (const name of fs.readdirSync(folder)) JSON.parse(fs.readFileSync(folder + '/' + name, 'utf8'))`,
)

/** What else there is, on the same tools as an MCP server lists them; what one of them does less of is said in its name. */
const peers = {
  'oh-my-mcp (MCP rules)': file => [node, peer('oh-my-mcp'), file, '--quiet'],
  'ajv-cli (home-made meta-schema)': file => {
    const options = ['--strict=false', '-s', inputs.listSchema]
    return [
      node,
      peer('ajv'),
      'validate',
      ...options,
      '-d',
      file === inputs.folderMcp ? `${file}/*.json` : file,
    ]
  },
  'sourcemeta, native (home-made meta-schema)': file => [
    peer('jsonschema'),
    'validate',
    inputs.listSchema,
    file,
  ],
}

/** Each with the floor first. A peer that cannot do it is left out. */
const works = {
  'lint one file': {
    target: 1.8,
    commands: {
      'node -e 0': [node, '-e', '0'],
      strictcall: [node, cli, 'lint', inputs.one],
      ...besides(inputs.oneMcp),
    },
  },
  'lint 2,000 files with a tool each': {
    target: 1.6,
    commands: {
      'node: read and parse': [node, parseFolder, inputs.folder],
      strictcall: [node, cli, 'lint', inputs.folder, '--quiet'],
      ...besides(inputs.folderMcp, 'oh-my-mcp (MCP rules)'),
    },
  },
  'lint a file with 10,000 clean tools': {
    target: 1.5,
    commands: {
      'node: read and parse': [node, parseFile, inputs.clean],
      strictcall: [node, cli, 'lint', inputs.clean, '--quiet'],
      ...besides(inputs.cleanMcp),
    },
  },
  'the same with three problems each, as JSON': {
    target: 4,
    commands: {
      'node: read and parse': [node, parseFile, inputs.flawed],
      strictcall: [node, cli, 'lint', inputs.flawed, '--format', 'json'],
    },
  },
}

function besides(file, except) {
  const able = Object.entries(peers).filter(([name]) => name !== except)
  return Object.fromEntries(able.map(([name, command]) => [name, command(file)]))
}

const results = []
for (const [work, { target, commands }] of Object.entries(works)) {
  const possible = Object.entries(commands).filter(([, [program, file]]) =>
    [program, file].every(word => !path.isAbsolute(word) || existsSync(word)),
  )
  const times = timeProcesses(Object.fromEntries(possible), rounds)
  const [floor] = Object.values(times)
  console.log(`\n${work} (target: ${target}x)`)
  for (const [name, { seconds, mebibytes }] of Object.entries(times)) {
    const ratio = seconds / floor.seconds
    results.push({
      work,
      name,
      seconds: round(seconds, 3),
      ratio: round(ratio, 2),
      ...(mebibytes && { mebibytes: Math.round(mebibytes) }),
      ...(name === 'strictcall' && { target }),
    })
    const memory = mebibytes ? `${Math.round(mebibytes)} MiB`.padStart(9) : ''
    console.log(
      `  ${name.padEnd(44)} ${seconds.toFixed(3).padStart(7)} s ${ratio.toFixed(2).padStart(7)}x ${memory}`,
    )
  }
}
if (process.env.JSON_OUT) writeFileSync(process.env.JSON_OUT, `${JSON.stringify(results, null, 2)}\n`)

function round(number, digits) {
  return Number(number.toFixed(digits))
}
