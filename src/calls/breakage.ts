/** The ways in which a text fails to be JSON. */
export type Breakage =
  | 'bad-escape'
  | 'bad-number'
  | 'code-fence'
  | 'comment'
  | 'control-character'
  | 'doubled-bracket'
  | 'empty'
  | 'foreign-literal'
  | 'mismatched-bracket'
  | 'missing-colon'
  | 'missing-comma'
  | 'missing-value'
  | 'not-json'
  | 'single-quotes'
  | 'stray-comma'
  | 'trailing-bracket'
  | 'trailing-comma'
  | 'trailing-data'
  | 'truncated'
  | 'unclosed-key'
  | 'unclosed-string'
  | 'unescaped-quote'
  | 'unexpected-text'
  | 'unquoted-key'
  | 'unquoted-value'

/** One sentence on what is wrong, given the piece of text that it is wrong with. */
const sentences: Record<Breakage, (found: string) => string> = {
  'bad-escape': found => `${code(found)} is no escape sequence of JSON; a backslash is written \`\\\\\`.`,
  'bad-number': found => `${code(found)} is not how JSON writes a number.`,
  'code-fence': () => 'The arguments stand in a Markdown code fence.',
  comment: found => `JSON has no comments: ${code(found)}.`,
  'control-character': found => `A string holds a raw ${controlName(found)}, which JSON writes as an escape.`,
  'doubled-bracket': () => 'The opening bracket `{` is doubled.',
  empty: () => 'The argument text is empty.',
  'foreign-literal': found => foreignSentence(found),
  'mismatched-bracket': found => `The bracket ${code(found)} closes nothing that is open here.`,
  'missing-colon': found => `The key ${code(found)} is not followed by a colon and a value.`,
  'missing-comma': () => 'A comma is missing between two members.',
  'missing-value': found => `A value is missing before ${code(found)}.`,
  'not-json': found => `The arguments are text and not JSON: ${code(found)}.`,
  'single-quotes': found => `${code(found)} stands in single quotes; JSON strings have double quotes.`,
  'stray-comma': () => 'A comma stands where a key should be.',
  'trailing-bracket': found => `${code(found)} stands behind the end of the arguments.`,
  'trailing-comma': () => 'A comma stands behind the last member.',
  'trailing-data': found => `More text follows the end of the arguments: ${code(found)}.`,
  truncated: found =>
    `The arguments are cut off ${found.startsWith('"') ? 'in the middle of a string' : 'before their end'}.`,
  'unclosed-key': found => `The key ${code(found.replace(/^"\s*/, ''))} has no closing quote.`,
  'unclosed-string': found => `The string ${code(found)} has no closing quote.`,
  'unescaped-quote': () => 'A quote inside a string is not escaped, so that the string ends there.',
  'unexpected-text': found => `${code(found)} cannot stand here.`,
  'unquoted-key': found => `The key ${code(found)} has no quotes.`,
  'unquoted-value': found => `The value ${code(found)} has no quotes.`,
}

export function describe(kind: Breakage, found: string): string {
  return sentences[kind](found)
}

function foreignSentence(found: string): string {
  const json = { None: 'null', True: 'true', False: 'false' }[found]
  return json ? `${code(found)} is Python; JSON says \`${json}\`.` : `JSON has no ${code(found)}.`
}

function controlName(found: string): string {
  if (found === '\n' || found === '\r') return 'line break'
  return found === '\t' ? 'tab' : 'control character'
}

/** Quotes a piece of text, in one line and shortened. */
function code(text: string): string {
  const line = text.slice(0, 200).replace(/\s+/g, ' ')
  return `\`${line.length > 60 ? `${line.slice(0, 59)}…` : line}\``
}
