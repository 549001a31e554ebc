import type { ConvertArguments } from '../convert.ts'
import { inputOptions, profileOptions } from './common.ts'
import type { Verb } from './option.ts'

export const convert: Verb = {
  usage: 'convert [files..]',
  describe: 'Make tools strict without losing what they mean',
  positionals: { files: 'Files with tools; - is the standard input' },
  options: {
    ...profileOptions,
    ...inputOptions,
    output: {
      type: 'string',
      describe: 'Write the converted tools into a file, or each file into a folder',
    },
    codec: {
      type: 'string',
      describe: 'Write the codec, which turns the answers back, into a file',
    },
    envelope: {
      type: 'string',
      default: 'chat',
      words: ['chat', 'same'],
      describe: 'chat: as chat completions take tools; same: as they came',
    },
    open: {
      type: 'string',
      default: 'close',
      words: ['close', 'encode'],
      describe: 'Objects with `additionalProperties: true`: close them, or encode what they do not declare',
    },
    report: {
      type: 'string',
      words: ['text', 'markdown', 'json'],
      describe: 'Say each change: text, markdown or json',
    },
  },
  examples: [
    ['$0 convert tools.json --output strict.json --codec codec.json', 'Into files'],
    [
      '$0 convert mcp.json --report markdown > strict.json',
      'The tools to a file, the report to the terminal',
    ],
  ],
  run: async args => (await import('../convert.ts')).convertCommand(args as ConvertArguments),
}
