import type { ExplainArguments } from '../explain.ts'
import { profileOptions } from './common.ts'
import type { Verb } from './option.ts'

export const explain: Verb = {
  usage: 'explain <query> [files..]',
  describe: 'Explain a rule, or an error that the server answered',
  positionals: {
    query: 'A rule, or the text that the server answered; - reads it from the standard input',
    files: 'Files in which to look for the cause',
  },
  options: profileOptions,
  examples: [
    ['$0 explain require-closed-objects', 'A rule'],
    [
      '$0 explain "An object with no properties is not allowed." tools.json',
      'An error, and where it comes from',
    ],
  ],
  run: async args => (await import('../explain.ts')).explainCommand(args as ExplainArguments),
}
