import { formats } from '../../reporters/index.ts'
import type { Option } from './option.ts'

type Options = Readonly<Record<string, Option>>

const configuration = 'Configuration:'

/** The options of commands that use a profile: the configuration's when none is given. */
export const profileOptions: Options = {
  profile: { type: 'string', describe: 'Whose rules hold; deepseek when no configuration says' },
  color: { type: 'boolean', describe: 'Colour, or --no-color; by default when a terminal reads' },
  config: {
    type: 'string',
    group: configuration,
    describe: 'Use this file, instead of looking upwards from each file; --no-config uses none',
  },
}

/** The options of commands that follow a configuration in all. */
export const configOptions: Options = {
  ...profileOptions,
  rule: {
    type: 'string',
    repeatable: true,
    describe: 'Set a rule: --rule valid-refs=off (or warning, error); repeatable',
  },
  'print-config': {
    type: 'string',
    group: configuration,
    describe: 'Print what holds for a file and where it comes from, as JSON, and lint nothing',
  },
}

/** The options of commands that read files. */
export const inputOptions: Options = {
  'ignore-pattern': {
    type: 'string',
    repeatable: true,
    describe: 'Leave files out, as in .gitignore; repeatable',
  },
  ignore: { type: 'boolean', default: true, describe: 'Follow .gitignore; --no-ignore does not' },
  'ignore-unknown': {
    type: 'boolean',
    default: false,
    describe: 'Skip files that hold nothing for this command, also when they are named',
  },
  'stdin-filename': {
    type: 'string',
    describe: 'What to call the standard input; its ending tells the format',
  },
}

/** The option of commands whose work can be divided. */
export const shardOptions: Options = {
  shard: {
    type: 'string',
    group: 'On several machines:',
    describe:
      'Do the first of four parts: --shard 1/4 --format report:part-1.json; strictcall merge puts them together',
  },
}

/** The options of commands that report. */
export const reportOptions: Options = {
  format: {
    type: 'string',
    repeatable: true,
    default: 'text',
    words: Object.keys(formats),
    describe: `How to report: ${Object.keys(formats).join(', ')}, or the path of your own formatter; with a file: html:report.html; repeatable`,
  },
  quiet: { type: 'boolean', default: false, describe: 'Report errors only' },
  'max-warnings': { type: 'number', describe: 'Fail when there are more warnings than this' },
  'output-file': { type: 'string', describe: 'Write the report into a file' },
  color: { type: 'boolean', describe: 'Colour, or --no-color; by default when a terminal reads' },
}
