// Lints ten MCP servers from npm, as they are, and prints what became of their tools. Needs the network; npx fetches them.
//   npm run build && node bench/mcp-servers.mjs
import { spawnSync } from 'node:child_process'
import path from 'node:path'

const root = path.join(import.meta.dirname, '..')
const command = [
  'dist/cli.cjs',
  'lint',
  '--mcp',
  'bench/mcp-servers.json',
  '--format',
  'json',
  '--timeout',
  '300',
]
const start = performance.now()
const { status, stdout, stderr } = spawnSync(process.execPath, command, {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 1 << 28,
})

const rows = JSON.parse(stdout || '[]').map(({ filePath, tools, errorCount, warningCount }) => ({
  server: filePath.split('#')[1],
  tools: tools.length,
  'strict-ready': tools.filter(({ verdict }) => verdict === 'strict-ready').length,
  'refused always': tools.filter(({ verdict }) => verdict === 'refused always').length,
  errors: errorCount,
  warnings: warningCount,
}))
console.table(rows)
console.log(
  `${rows.length} servers in ${((performance.now() - start) / 1000).toFixed(1)} s, exit code ${status}`,
)
if (stderr) console.log(stderr)
