import type { RuleMeta } from '../types.ts'

export type Meta = Pick<RuleMeta, 'description'> & Partial<Pick<RuleMeta, 'why' | 'how'>>

/** What is known of a rule, or of what is reported though no rule of a profile stands behind it. */
export function metaOf(id: string, rules: Readonly<Record<string, RuleMeta>>): Meta | undefined {
  if (Object.hasOwn(rules, id)) return rules[id]
  return Object.hasOwn(others, id) ? others[id] : undefined
}

const others: Readonly<Record<string, Meta>> = {
  syntax: {
    description: 'Require a text that its format allows.',
    why: 'What cannot be read cannot be sent.',
    how: 'Correct the text at the place that is shown.',
  },
  'ambiguous-tool': {
    description: 'Require a tool to be written in one way.',
    why: 'Members of two APIs in one tool leave open which of them the server reads.',
    how: 'Keep the members of one API.',
  },
  'unused-suppression': {
    description: 'Disallow comments that suppress nothing.',
    why: 'A comment that is left over will hide the next problem at its place.',
    how: 'Remove the comment.',
  },
  'call/invalid-json': {
    description: 'Require the arguments of a call to be JSON.',
    why: 'Arguments that do not parse never reach the tool.',
    how: 'Send the feedback to the model, or repair the text with `--repair`.',
  },
  'call/duplicate-keys': {
    description: 'Disallow the same key twice in the arguments of a call.',
    why: 'Readers of JSON keep the first or the last of them, so nobody knows what was meant.',
    how: 'Send the feedback to the model.',
  },
  'call/unknown-tool': {
    description: 'Require a call to name a tool that there is.',
    why: 'A tool that the model invented cannot be run.',
    how: 'Send the names of the tools back to the model.',
  },
  'call/missing-arguments': {
    description: 'Require a call to have arguments.',
    why: 'A call without `arguments` is no complete call.',
    how: 'Send the feedback to the model.',
  },
  'call/wrapped-arguments': {
    description: 'Disallow a wrapper around the arguments of a call.',
    why: 'The tool looks for its properties at the top and finds the wrapper.',
    how: 'Unwrap them with `--repair`.',
  },
  'call/stringified-json': {
    description: 'Disallow a string of JSON where an array or object belongs.',
    why: 'The tool receives one long string.',
    how: 'Parse it with `--repair`.',
  },
  'call/stringified-null': {
    description: 'Disallow the string `"null"` where `null` is meant.',
    why: 'The tool receives a word for nothing.',
    how: 'Repair it with `--repair`.',
  },
  'call/leaked-markup': {
    description: 'Disallow markup of a call in the content of an answer.',
    why: 'The call was meant, and nobody makes it.',
    how: 'Ask the model again.',
  },
  'call/invalid-arguments': {
    description: "Require the arguments of a call to match the tool's schema.",
    why: 'The tool was written for the arguments that its schema describes.',
    how: 'Send the feedback to the model, or repair them with `--repair`.',
  },
  'call/unusable-schema': {
    description: "Require a tool's schema to be usable.",
    why: 'Without it no call of the tool can be judged.',
    how: 'Lint the tools first.',
  },
}
