import { lint } from 'strictcall'
import { tools } from '../weather/tools.mjs'

const { diagnostics } = lint(tools)
for (const { tool, severity, message, pointer } of diagnostics) {
  console.log(`${severity}: ${tool}: ${message} (${pointer})`)
}
process.exitCode = diagnostics.some(({ severity }) => severity === 'error') ? 1 : 0
