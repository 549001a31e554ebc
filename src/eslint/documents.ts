import type { Rule } from 'eslint'
import { formatOf, type LoadedDocument, loadJson } from '../loaders/index.ts'
import { readJavaScript } from '../source/javascript.ts'
import { javaScriptRead } from '../source/languages.ts'
import { loadSource } from '../source/load.ts'

/** Whether the file is one that `@eslint/json` has read. Its columns count from 1, those of JavaScript from 0. */
export function isJson({ sourceCode }: Rule.RuleContext): boolean {
  return (sourceCode.ast.type as string) === 'Document'
}

/** What a file holds that tools could be in. */
export function documentsOf(context: Rule.RuleContext): LoadedDocument[] {
  const { text } = context.sourceCode
  const format = formatOf(context.filename)
  if (isJson(context)) return [loadJson(text, format === 'json' ? 'json' : 'jsonc')]
  const dialect = format === 'typescript' || format === 'tsx' ? format : 'javascript'
  const options = { typescript: dialect !== 'javascript', jsx: dialect !== 'typescript' }
  return loadSource(
    text,
    javaScriptRead(source => readJavaScript(source, options), dialect),
  )
}
