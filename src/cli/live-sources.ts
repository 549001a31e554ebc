import path from 'node:path'
import type { FileConfig } from '../config/types.ts'
import { nameIn } from '../file-names.ts'
import { fixingOf } from './fixing.ts'
import type { LintArguments } from './lint.ts'

/** What of a configuration is asked for live tools. */
type Configured = Pick<FileConfig, 'imports' | 'mcp' | 'folder'>

/**
 * The arguments with the modules and servers to ask: those that are named, or those of the configuration when nothing at
 * all is named. Undefined when there are none.
 */
export function liveSources(
  args: LintArguments,
  { imports, mcp, folder }: Configured,
): LintArguments | undefined {
  if ([args.import, args.mcp, args.save].some(option => option !== undefined)) return args
  const isWholeProject = args.files === undefined && !args.watch && fixingOf(args) === undefined
  if (!isWholeProject || imports.length + mcp.length === 0) return undefined
  return { ...args, import: imports.map(fromHere), mcp: [...mcp], serverFolder: folder }
}

/** As a person here would write it. */
function fromHere(spec: string): string {
  if (!path.isAbsolute(spec)) return spec
  const relative = nameIn(process.cwd(), spec)
  return /^\.\.(?:\/|$)/.test(relative) || path.isAbsolute(relative) ? relative : `./${relative}`
}
