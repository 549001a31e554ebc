import { completion } from './completion.ts'
import { convert } from './convert.ts'
import { explain } from './explain.ts'
import { init } from './init.ts'
import { lint } from './lint.ts'
import { merge } from './merge.ts'
import type { Verb } from './option.ts'
import { rules } from './rules.ts'
import { validate } from './validate.ts'

/** The verbs of the command line, by name, in the order of the help. The first is meant when none is given. */
export const verbs: Readonly<Record<string, Verb>> = {
  lint,
  convert,
  validate,
  merge,
  rules,
  explain,
  init,
  completion,
}
