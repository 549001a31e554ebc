import type { ValidateArguments } from '../validate.ts'
import { inputOptions, reportOptions, shardOptions } from './common.ts'
import type { Verb } from './option.ts'

export const validate: Verb = {
  usage: 'validate [calls..]',
  describe: 'Check the calls that a model made against their tools',
  positionals: { calls: 'Files with answers or calls; - is the standard input' },
  options: {
    ...inputOptions,
    ...reportOptions,
    ...shardOptions,
    format: {
      ...reportOptions.format!,
      describe: `${reportOptions.format!.describe}; jsonl: a row for a row`,
    },
    tools: {
      type: 'string',
      repeatable: true,
      describe: 'The file with the tools; repeatable; not needed for recorded requests with their answers',
    },
    repair: {
      type: 'boolean',
      default: false,
      describe: 'Repair what can be without changing the content, and say so',
    },
    unsafe: { type: 'boolean', default: false, describe: 'With --repair: also what takes a guess' },
    stats: { type: 'boolean', default: false, describe: 'Count by tool and by what was wrong' },
  },
  examples: [
    ['$0 validate --tools tools.json answers.jsonl --stats', 'A log of answers'],
    ['curl -s … | $0 validate --tools tools.json -', 'What an endpoint answered'],
  ],
  run: async args => (await import('../validate.ts')).validateCommand(args as ValidateArguments),
}
