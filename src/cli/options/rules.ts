import type { RulesArguments } from '../rules.ts'
import { profileOptions } from './common.ts'
import type { Verb } from './option.ts'

export const rules: Verb = {
  usage: 'rules',
  describe: 'List the rules with their severities and evidence',
  positionals: {},
  options: {
    ...profileOptions,
    format: { type: 'string', default: 'text', words: ['text', 'json'], describe: 'text or json' },
  },
  examples: [['$0 rules', 'The table of rules']],
  run: async args => (await import('../rules.ts')).rulesCommand(args as RulesArguments),
}
