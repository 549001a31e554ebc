import type { Reporter } from '../report.ts'
import { json } from './json.ts'
import { text } from './text.ts'

/** The reporters, by the name that `--format` takes. */
export const reporters: Readonly<Record<string, Reporter>> = { json, text }
