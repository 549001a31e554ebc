import {
  type Format,
  type LoadedDocument,
  type LoadOptions,
  type SyntaxProblem,
  unreadable,
} from './document.ts'
import { duplicateKeys } from './duplicates.ts'
import { checkJson } from './json-syntax.ts'
import { locate } from './locate.ts'

/**
 * Reads one JSON value. What `JSON.parse` refuses is read all the same where its meaning is certain and correct JSON
 * for it has the same length (comments and commas become blanks, `True` becomes `true`, `'a'` becomes `"a"`), so that
 * all places stay what they are. Anything else is not readable. In `jsonc`, comments and trailing commas are no problem.
 */
export function loadJson(
  text: string,
  format: 'json' | 'jsonc' | 'jsonl' = 'json',
  options: LoadOptions = {},
): LoadedDocument {
  const source = text.startsWith('\ufeff') ? text.slice(1) : text
  const clean = parse(source)
  if (clean) return readable(format, source, source, clean.value, [], options)

  const { problems, corrected } = checkJson(source, format)
  if (corrected === undefined) return unreadable(format, source, problems, options.line)
  return readable(format, source, corrected, JSON.parse(corrected), problems, options)
}

function parse(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}

/** `valid` is the text, or JSON that means the same and has the same places. */
function readable(
  format: Format,
  text: string,
  valid: string,
  value: unknown,
  syntax: SyntaxProblem[],
  { line = 1, wellFormed = false, valueOnly = false }: LoadOptions,
): LoadedDocument {
  const repeated = valueOnly ? [] : duplicateKeys(valid, value)
  return {
    format,
    text,
    line,
    value,
    readable: true,
    syntax,
    duplicateKeys: repeated,
    mayHoldSurrogates: valueOnly || hasSurrogateEscape(valid) || !(wellFormed || valid.isWellFormed()),
    locate: pointers => locate(valid, pointers, valueOnly || repeated.length > 0),
  }
}

function hasSurrogateEscape(text: string): boolean {
  return text.includes('\\u') && (text.includes('\\ud') || text.includes('\\uD'))
}
