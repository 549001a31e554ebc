import type { Option } from './option.ts'

type Options = Readonly<Record<string, Option>>

export const profileOptions: Options = {
  profile: { type: 'string', default: 'deepseek', describe: 'Whose rules hold' },
  color: { type: 'boolean', describe: 'Colour, or --no-color; by default when a terminal reads' },
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

/** The options of commands that report. */
export const reportOptions: Options = {
  format: { type: 'string', default: 'text', describe: 'How to report: text or json' },
  quiet: { type: 'boolean', default: false, describe: 'Report errors only' },
  'max-warnings': { type: 'number', describe: 'Fail when there are more warnings than this' },
  'output-file': { type: 'string', describe: 'Write the report into a file' },
  color: { type: 'boolean', describe: 'Colour, or --no-color; by default when a terminal reads' },
}
