import type { InitArguments } from '../init.ts'
import type { Verb } from './option.ts'

export const init: Verb = {
  usage: 'init',
  describe: 'Write a configuration, and say which files hold tools',
  positionals: {},
  options: {
    profile: { type: 'string', default: 'deepseek', describe: 'Whose rules hold' },
    yes: { type: 'boolean', default: false, describe: 'Ask nothing on a terminal' },
  },
  examples: [['$0 init --yes', 'Write strictcall.config.json into this folder']],
  run: async args => (await import('../init.ts')).initCommand(args as InitArguments),
}
